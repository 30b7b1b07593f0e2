// A running `morgue serve` over the sample archive, and a browser to use it with.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const binary = process.env.MORGUE_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug", "morgue");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What the server behind a token asks for. */
export const TOKEN = "a-token-for-the-desk";

/** Starts the server on a free port, behind a token where there is one; `end()` ends it. */
export async function serve(token) {
  const folder = mkdtempSync(join(tmpdir(), "morgue-browser-"));
  const index = join(folder, "index-data");
  const articles = join(root, "examples", "articles");
  execFileSync(binary, ["--index", index, "index", articles], { stdio: "ignore", cwd: folder });
  // With searches that are kept, of every look that one can have.
  const keep = (name, ...words) => execFileSync(binary, ["--index", index, "saved", "add", name, ...words], { stdio: "ignore", cwd: folder });
  keep("bridges-since-2000", "bridge*", "--match", "any", "--from", "2000", "--exclude-outlet", "northern-ledger", "--outlet", "harbour-post");
  keep("ferries", "ferry W/8 strike");
  keep("in-other-scripts", "洪水 OR جسر");
  const env = { ...process.env, MORGUE_TOKEN: token ?? "", HOME: folder, XDG_CONFIG_HOME: join(folder, "config") };
  const child = spawn(binary, ["--index", index, "serve", "--listen", "127.0.0.1:0"], { cwd: folder, env, stdio: ["ignore", "pipe", "ignore"] });
  const address = await new Promise((found, failed) => {
    let text = "";
    child.stdout.on("data", (part) => {
      text += part;
      const line = text.split("\n").find((line) => line.startsWith("http://"));
      if (line) found(line.trim());
    });
    child.on("exit", (code) => failed(new Error(`morgue serve ended with ${code}`)));
  });
  const end = () => {
    child.kill("SIGINT");
    rmSync(folder, { recursive: true, force: true });
  };
  return { address, end };
}

/** The system's Chromium. */
export async function browser() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** A page that fails the test when anything on it fails, or comes from elsewhere. */
export async function open(browser, address, options = {}) {
  const context = await browser.newContext({ baseURL: address, acceptDownloads: true, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.wrong = [];
  page.on("pageerror", (error) => page.wrong.push(`script: ${error}`));
  page.on("console", (message) => {
    // A page for an error has its status; that is no error of the page.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) page.wrong.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) page.wrong.push(`elsewhere: ${request.url()}`);
  });
  return page;
}

/** What axe finds wrong with a page, by WCAG 2.2 A and AA. */
export async function violations(page) {
  // Not by a script element: the pages' own policy forbids it.
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  return found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}
