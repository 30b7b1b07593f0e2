// Pictures of the pages, to be looked at: `node shots.mjs FOLDER`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browser, open, serve, TOKEN } from "./desk.mjs";

const folder = process.argv[2] ?? "shots";
mkdirSync(folder, { recursive: true });
const pages = {
  home: "/?day=05-14",
  results: "/search?q=bridge+flood&match=any",
  filtered: "/search?q=bridge&outlet=northern-ledger&exclude-section=sport&from=2000&lock=outlet",
  zero: "/search?q=brigde+floood",
  error: "/search?strict=1&q=flood+AND+(barrier+OR",
  timeline: "/timeline?q=bridge&q=strike&interval=decade",
  saved: "/saved",
  save: "/saved/new?q=bridge&outlet=harbour-post",
  "save-not": "/saved/new?q=storm+or+flood",
  help: "/help/query",
  missing: "/articles/ffffffff",
};
const server = await serve();
const closed = await serve(TOKEN);
const chrome = await browser();
try {
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await open(chrome, server.address, { viewport: { width, height }, colorScheme });
      const shot = async (name) => page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: name !== "help" });
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(path);
        await shot(name);
      }
      await page.goto("/search?q=ferry");
      await page.click(".hits h3 a");
      await shot("article");
      await page.goto("/search?q=洪水+OR+جسر");
      await shot("scripts");
      await page.click(".hits h3 a");
      await shot("article-scripts");
      await page.goto(`${closed.address}/saved`);
      await shot("login");
      await page.fill("#token", "not-the-one-at-all");
      await page.click("main button");
      await shot("login-wrong");
      await page.fill("#token", TOKEN);
      await page.click("main button");
      await shot("saved-after-login");
      await page.goto(`${closed.address}/logout`);
      await shot("logout");
      page.wrong = page.wrong.filter((one) => !one.includes(closed.address));
      if (page.wrong.length) console.error(page.wrong);
      await page.context().close();
    }
  }
} finally {
  await chrome.close();
  server.end();
  closed.end();
}
