// What a reader does with the pages, in a real browser: with a pointer, by keyboard alone, and
// without a script.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { browser, open, serve, TOKEN, violations } from "./desk.mjs";

const DESK = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 360, height: 740 } };
/** Every page there is, and each way a page can look. */
const PAGES = [
  "/", "/?day=05-14", "/search", "/search?q=bridge", "/search?q=bridge&outlet=northern-ledger&exclude-section=sport&from=2000&lock=outlet",
  "/search?q=brigde+floood", "/search?q=storm+or+flood", "/search?strict=1&q=flood+AND+(barrier+OR", "/search?q=x&limit=many",
  "/timeline", "/timeline?q=bridge&q=strike&share=1&interval=decade", "/timeline?q=%22a&strict=1",
  "/saved", "/saved/new?q=bridge", "/saved/new?q=storm+or+flood", "/help/query", "/articles/ffffffff", "/nowhere",
];

const tally = async (page) => Number((await page.textContent(".tally h2")).replace(/\D/g, "") || 0);
const param = (page, name) => new URL(page.url()).searchParams.get(name);
/** Presses Tab until this is in focus. */
async function tabTo(page, selector, most = 120) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return;
  }
  assert.fail(`${selector} is not reached by Tab`);
}
const followed = (page, act) => Promise.all([page.waitForNavigation(), act()]);

const tests = {
  async "search, narrow, read, export by pointer"(chrome, address) {
    const page = await open(chrome, address, DESK);
    await page.goto("/");
    await page.fill("#q", "bridge");
    await followed(page, () => page.click("#ask .go"));
    assert.equal(param(page, "q"), "bridge");
    assert.equal(page.url(), `${address}/search?q=bridge`, "an address holds no empty parts");
    const all = await tally(page);
    assert.ok(all > 5, `${all} articles`);
    assert.ok(await page.locator("mark").count() > 0);

    await followed(page, () => page.getByRole("link", { name: "Save", exact: true }).click());
    await page.fill("#name", "bridges");
    await followed(page, () => page.getByRole("button", { name: "Save" }).click());
    assert.equal(new URL(page.url()).pathname, "/saved");
    await followed(page, () => page.getByRole("link", { name: "bridges", exact: true }).click());
    assert.equal(await tally(page), all);
    await page.click(".files summary");
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV", exact: true }).click()]);
    const lines = readFileSync(await file.path(), "utf8").trim().split(/\r?\n(?=[0-9a-f]{32})/);
    assert.equal(lines.length, all + 1, "a line for each and the head");

    const outlet = page.locator(".list").first();
    await outlet.locator("li").nth(0).locator("input").first().check();
    await outlet.locator("li").nth(1).locator("input").first().check();
    await followed(page, () => outlet.getByRole("button", { name: "Apply" }).click());
    assert.equal(new URL(page.url()).searchParams.getAll("outlet").length, 2, "several at once");
    const two = await tally(page);
    assert.ok(two > 0 && two < all, `${two} of ${all}`);
    assert.ok(await page.locator(".list").first().locator("li").count() > 2, "the list keeps its other values");

    await page.locator(".list").first().locator("li").nth(0).locator(".not input").check();
    await followed(page, () => page.locator(".list").first().getByRole("button", { name: "Apply" }).click());
    assert.equal(new URL(page.url()).searchParams.getAll("exclude-outlet").length, 1, "one left out");
    assert.equal(new URL(page.url()).searchParams.getAll("outlet").length, 1);

    await followed(page, () => page.locator(".chips .lock").first().click());
    assert.equal(param(page, "lock"), "outlet");
    await followed(page, () => page.getByRole("link", { name: "New search" }).click());
    assert.ok(await page.locator(".chips li").count() > 0, "a lock goes on");
    await page.fill("#q", "ferry");
    await followed(page, () => page.click("#ask .go"));
    assert.ok(param(page, "outlet"), "the filter is in the next search");
    await followed(page, () => page.locator(".list legend a").first().click());
    assert.equal(param(page, "outlet"), null, "cleared");
    assert.equal(param(page, "lock"), null);

    await followed(page, () => page.locator(".hits h3 a").first().click());
    assert.equal(param(page, "q"), "ferry");
    const shown = Number(await page.getAttribute("[data-matches]", "data-matches"));
    assert.ok(shown > 0);
    await page.keyboard.press("n");
    assert.equal(await page.locator("mark.on").getAttribute("id"), "m1");
    await page.keyboard.press("n");
    await page.keyboard.press("p");
    assert.equal(await page.locator("mark.on").getAttribute("id"), "m1");
    await page.uncheck("[data-keys]");
    await page.keyboard.press("Escape");
    await page.locator("h1").click();
    await page.keyboard.press("n");
    assert.equal(await page.locator("mark.on").getAttribute("id"), "m1", "keys can be turned off");
    await followed(page, () => page.getByRole("link", { name: "Back to the search" }).click());
    assert.equal(param(page, "q"), "ferry");
    return page;
  },

  async "drag the timeline to a range"(chrome, address) {
    const page = await open(chrome, address, DESK);
    await page.goto("/search?q=bridge");
    const all = await tally(page);
    const bars = page.locator(".chart a");
    const count = await bars.count();
    const [first, last] = [await bars.nth(count - 3).boundingBox(), await bars.nth(count - 1).boundingBox()];
    await page.mouse.move(first.x + first.width / 2, first.y + 20);
    await page.mouse.down();
    await page.mouse.move(last.x - 5, last.y + 20, { steps: 4 });
    await followed(page, async () => {
      await page.mouse.move(last.x + last.width / 2, last.y + 20, { steps: 2 });
      await page.mouse.up();
    });
    assert.ok(param(page, "from") && param(page, "to") && param(page, "from") !== param(page, "to"), page.url());
    const within = await tally(page);
    assert.ok(within >= 3 && within < all, `${within} of ${all}`);
    await followed(page, () => page.locator(".chips .drop").click());
    assert.equal(await tally(page), all);
    return page;
  },

  async "all of it by keyboard"(chrome, address) {
    const page = await open(chrome, address, DESK);
    await page.goto("/");
    await page.keyboard.type("bridge");
    await followed(page, () => page.keyboard.press("Enter"));
    const all = await tally(page);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await tabTo(page, ".chart a");
    await page.keyboard.press("End");
    await page.keyboard.press("Shift+ArrowLeft");
    await page.keyboard.press("Shift+ArrowLeft");
    assert.match(await page.textContent(".readout"), / to .*: Enter/);
    await followed(page, () => page.keyboard.press("Enter"));
    assert.ok(param(page, "from") < param(page, "to"), page.url());
    assert.ok(await tally(page) < all);
    await tabTo(page, ".list input");
    await page.keyboard.press("Space");
    await tabTo(page, ".list button");
    await followed(page, () => page.keyboard.press("Enter"));
    assert.ok(param(page, "outlet"), page.url());
    await tabTo(page, ".list .not input");
    await page.keyboard.press("Space");
    await tabTo(page, ".list button");
    await followed(page, () => page.keyboard.press("Enter"));
    assert.ok(param(page, "exclude-outlet"), page.url());
    await tabTo(page, ".chips .drop");
    await followed(page, () => page.keyboard.press("Enter"));
    await page.goto("/search?q=bridge");
    await tabTo(page, ".leads a[href*='/saved/new']");
    await followed(page, () => page.keyboard.press("Enter"));
    await tabTo(page, "#name");
    await page.keyboard.type("by-keys");
    await followed(page, () => page.keyboard.press("Enter"));
    await tabTo(page, "[aria-label='Remove by-keys']");
    await followed(page, () => page.keyboard.press("Enter"));
    assert.equal(await page.locator("text=by-keys").count(), 0);
    await page.goto("/search?q=bridge");
    await tabTo(page, ".files summary");
    await page.keyboard.press("Enter");
    await tabTo(page, ".files a");
    const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    assert.match(readFileSync(await file.path(), "utf8"), /^id,/);
    await page.goto("/search?q=ferry");
    await tabTo(page, ".hits h3 a");
    await followed(page, () => page.keyboard.press("Enter"));
    await tabTo(page, "[data-go='1']");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("mark.on").getAttribute("id"), "m1");
    return page;
  },

  async "all but dragging without a script"(chrome, address) {
    const page = await open(chrome, address, { ...DESK, javaScriptEnabled: false });
    await page.goto("/");
    await page.fill("#q", "bridge");
    await followed(page, () => page.click("#ask .go"));
    const all = await tally(page);
    await followed(page, () => page.locator(".chart a").last().click());
    const last = await tally(page);
    assert.ok(param(page, "from") && last > 0 && last < all, page.url());
    await followed(page, () => page.locator(".chips .drop").click());
    await page.locator(".list li").nth(0).locator("input").first().check();
    await followed(page, () => page.locator(".list button").first().click());
    assert.ok(param(page, "outlet"), page.url());
    await page.locator(".list li").nth(1).locator(".not input").check();
    await followed(page, () => page.locator(".list button").first().click());
    assert.ok(param(page, "exclude-outlet"), page.url());
    await page.goto("/search?q=ferry");
    await followed(page, () => page.locator(".hits h3 a").first().click());
    await page.locator(".numbers a").first().click();
    assert.match(page.url(), /#m1$/);
    assert.ok((await page.locator(".cite p").first().textContent()).length > 20);
    await page.locator(".cite summary").first().click();
    assert.match(await page.locator(".cite pre").first().textContent(), /^TY {2}- NEWS/);
    await page.goto("/saved/new?q=bridge");
    await page.fill("#name", "plainly");
    await followed(page, () => page.getByRole("button", { name: "Save" }).click());
    await followed(page, () => page.getByRole("button", { name: "Remove plainly" }).click());
    await page.goto("/timeline?q=bridge&q=strike&interval=decade");
    assert.equal(await page.locator("figure").count(), 2);
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV" }).click()]);
    assert.match(readFileSync(await file.path(), "utf8"), /^query,step,/);
    await page.goto("/search?q=brigde");
    await followed(page, () => page.locator(".zero a").first().click());
    assert.ok(await tally(page) > 0);
    return page;
  },

  async "no page is wider than a phone"(chrome, address) {
    const page = await open(chrome, address, PHONE);
    for (const path of [...PAGES, await anArticle(page), ...await scripts(page)]) {
      await page.goto(path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 360, `${path} is ${wide} wide`);
    }
    return page;
  },

  async "log in, where the way leads on, and log out, by keyboard"(chrome) {
    const closed = await serve(TOKEN);
    try {
      const page = await open(chrome, closed.address, PHONE);
      const wrong = [];
      const look = async (scheme) => {
        for (const one of await violations(page)) wrong.push(`${scheme} ${page.url()}: ${one}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 360, `${page.url()} is ${wide} wide`);
      };
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await page.goto("/search?q=ferry");
        assert.equal(new URL(page.url()).pathname, "/login");
        await look(colorScheme);
        await page.keyboard.type("not-the-one-at-all");
        await followed(page, () => page.keyboard.press("Enter"));
        assert.match(await page.textContent("[role=alert]"), /not the token/);
        await look(colorScheme);
        await page.keyboard.type(TOKEN);
        await followed(page, () => page.keyboard.press("Enter"));
        assert.equal(param(page, "q"), "ferry", page.url());
        assert.ok(await tally(page) > 0);
        await page.goto("/saved");
        assert.equal(await page.locator(".kept li").count(), 3);
        await look(colorScheme);
        await followed(page, () => page.getByRole("link", { name: "Log out" }).click());
        await look(colorScheme);
        await followed(page, () => page.getByRole("button", { name: "Log out" }).click());
        await page.goto("/saved");
        assert.equal(new URL(page.url()).pathname, "/login");
      }
      assert.deepEqual(wrong, []);
      return page;
    } finally {
      closed.end();
    }
  },

  async "back and forth by pages, and to what has no value"(chrome, address) {
    const page = await open(chrome, address, DESK);
    await page.goto("/search?q=the&limit=10");
    const headlines = () => page.locator(".hits h3").allTextContents();
    const first = await headlines();
    await followed(page, () => page.getByRole("link", { name: "Next page" }).click());
    const second = await headlines();
    await followed(page, () => page.getByRole("link", { name: "Next page" }).click());
    await followed(page, () => page.getByRole("link", { name: "Previous page" }).click());
    assert.deepEqual(await headlines(), second);
    await followed(page, () => page.getByRole("link", { name: "Previous page" }).click());
    assert.deepEqual(await headlines(), first);
    const none = page.locator(".list li.quiet:has(a)").first();
    const count = Number(await none.locator("b").textContent());
    await followed(page, () => none.locator("a").click());
    assert.equal(await tally(page), count);
    return page;
  },

  async "axe finds nothing, light and dark, phone and desk"(chrome, address) {
    const wrong = [];
    let last;
    for (const size of [DESK, PHONE]) {
      for (const colorScheme of ["light", "dark"]) {
        const page = await open(chrome, address, { ...size, colorScheme });
        for (const path of [...PAGES, await anArticle(page), ...await scripts(page)]) {
          await page.goto(path);
          for (const one of await violations(page)) wrong.push(`${colorScheme} ${size.viewport.width} ${path}: ${one}`);
        }
        if (last) await last.context().close();
        last = page;
      }
    }
    assert.deepEqual([...new Set(wrong)], []);
    return last;
  },
};

/** An article with matches lit. */
async function anArticle(page) {
  await page.goto("/search?q=ferry");
  return page.locator(".hits h3 a").first().getAttribute("href");
}

/** Articles in other scripts. */
async function scripts(page) {
  await page.goto("/search?q=洪水+OR+جسر");
  const found = page.locator(".hits h3 a");
  return [page.url(), await found.first().getAttribute("href"), await found.last().getAttribute("href")];
}

const only = process.argv[2];
const server = await serve();
const chrome = await browser();
let failed = 0;
try {
  for (const [name, test] of Object.entries(tests)) {
    if (only && !name.includes(only)) continue;
    const start = Date.now();
    try {
      const page = await test(chrome, server.address);
      assert.deepEqual(page.wrong, []);
      await page.context().close();
      console.log(`ok      ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}\n${error.stack}`);
    }
  }
} finally {
  await chrome.close();
  server.end();
}
process.exitCode = failed ? 1 : 0;
