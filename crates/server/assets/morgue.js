// What a script adds to pages that work without it: a range of bars by dragging or by key, the next
// match by key, addresses without empty parts.
"use strict";

// Addresses stay short: what is empty, or as it is anyway, is not sent.
for (const form of document.querySelectorAll("form[data-tidy]")) {
  form.addEventListener("submit", () => {
    const plain = { match: "all", interval: "auto" };
    for (const field of form.elements) {
      if (!field.name) continue; // a group, a button
      const empty = field.type !== "checkbox" && field.value.trim() === "";
      const usual = plain[field.name] === field.value;
      const order = field.name === "sort" && field.value === field.querySelector("[selected]")?.value && !new URLSearchParams(location.search).has("sort");
      if (empty || usual || order) field.disabled = true;
    }
    // Coming back, the boxes are there again.
    addEventListener("pagehide", () => { for (const field of form.elements) field.disabled = false; });
  });
}

// A value is wanted or not wanted, not both.
for (const box of document.querySelectorAll(".list input[type=checkbox]")) {
  box.addEventListener("change", () => {
    if (!box.checked) return;
    for (const other of box.closest("li").querySelectorAll("input")) if (other !== box) other.checked = false;
  });
}

// How it goes is said once, and at each chart that is gone to.
[...document.querySelectorAll("[data-chart]")].forEach((chart, i) => range(chart, i === 0));

function range(chart, said) {
  const svg = chart.querySelector("svg");
  const bars = [...svg.querySelectorAll("a")];
  if (bars.length < 2) return;
  chart.classList.add("live");
  const readout = document.createElement("p");
  readout.className = "readout";
  readout.setAttribute("role", "status");
  const hint = "Drag over bars, or use ← → with Shift, then Enter.";
  readout.textContent = said ? hint : "";
  chart.append(readout);

  const label = (bar) => bar.getAttribute("aria-label");
  const name = (bar) => label(bar).replace(/: [^:]*$/, "");
  const address = (bar) => new URL(bar.getAttribute("href"), document.baseURI);
  let anchor = -1;
  let end = -1;

  // One stop for the Tab key; the arrows go from bar to bar.
  const stop = (at) => bars.forEach((bar, i) => bar.setAttribute("tabindex", i === at ? "0" : "-1"));
  stop(0);

  const show = () => {
    const [from, to] = [Math.min(anchor, end), Math.max(anchor, end)];
    bars.forEach((bar, i) => bar.classList.toggle("on", anchor >= 0 && from !== to && i >= from && i <= to));
    if (anchor < 0) readout.textContent = said ? hint : "";
    else if (from === to) readout.textContent = label(bars[from]);
    else readout.textContent = `${name(bars[from])} to ${name(bars[to])}: Enter or release to search these`;
  };
  const clear = () => { anchor = end = -1; show(); };
  const go = () => {
    const [from, to] = [Math.min(anchor, end), Math.max(anchor, end)];
    const url = address(bars[from]);
    url.searchParams.set("to", address(bars[to]).searchParams.get("to"));
    location.assign(url);
  };

  svg.addEventListener("keydown", (event) => {
    const at = bars.indexOf(document.activeElement);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const steps = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: bars.length - 1 };
    if (event.key === "Escape") return clear();
    if (event.key === "Enter" && anchor >= 0 && anchor !== end) { event.preventDefault(); return go(); }
    if (!(event.key in steps)) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(bars.length - 1, steps[event.key]));
    if (event.shiftKey && anchor < 0) anchor = at;
    if (!event.shiftKey) anchor = to;
    end = to;
    stop(to);
    bars[to].focus();
    show();
  });
  svg.addEventListener("focusin", () => {
    const at = bars.indexOf(document.activeElement);
    if (anchor < 0 && at >= 0) readout.textContent = `${label(bars[at])}. ${hint}`;
  });

  // The bar under a pointer, or the nearest to it: empty steps have none.
  const under = (x) => {
    let best = 0;
    let least = Infinity;
    bars.forEach((bar, i) => {
      const box = bar.getBoundingClientRect();
      const off = Math.max(box.left - x, x - box.right, 0);
      if (off < least) [best, least] = [i, off];
    });
    return best;
  };
  let start = null;
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = event.clientX;
    anchor = end = under(start);
  });
  addEventListener("pointermove", (event) => {
    if (start === null) {
      if (chart.contains(event.target) && event.target.closest("a")) readout.textContent = label(event.target.closest("a"));
      return;
    }
    end = under(event.clientX);
    show();
  });
  addEventListener("pointerup", (event) => {
    if (start === null) return;
    const moved = Math.abs(event.clientX - start) > 4;
    start = null;
    if (moved && anchor !== end) go();
    else clear();
  });
  addEventListener("pointercancel", () => { start = null; clear(); });
  // A drag that ends over a bar is no click on it.
  svg.addEventListener("click", (event) => { if (anchor !== end) event.preventDefault(); });
}

const matches = document.querySelector("[data-matches]");
if (matches) {
  const marks = [...document.querySelectorAll("mark[id]")];
  const keys = matches.querySelector("[data-keys]");
  matches.querySelector(".keys").hidden = false;
  let at = -1;
  const step = (by) => {
    marks[at]?.classList.remove("on");
    at = (at + by + marks.length + (at < 0 && by < 0 ? 1 : 0)) % marks.length;
    marks[at].classList.add("on");
    marks[at].focus({ preventScroll: true });
    marks[at].scrollIntoView({ block: "center" });
  };
  try { keys.checked = localStorage.getItem("keys") !== "off"; } catch { /* no storage, no memory */ }
  keys.addEventListener("change", () => {
    try { localStorage.setItem("keys", keys.checked ? "on" : "off"); } catch { /* as above */ }
  });
  for (const button of matches.querySelectorAll("[data-go]")) {
    button.addEventListener("click", () => step(Number(button.dataset.go)));
  }
  for (const link of matches.querySelectorAll(".numbers a")) {
    link.addEventListener("click", () => { marks[at]?.classList.remove("on"); at = Number(link.textContent) - 1; });
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (!keys.checked || typing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "n") step(1);
    if (event.key === "p") step(-1);
  });
}

// What can be copied gets a button.
for (const text of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  text.after(button);
}
