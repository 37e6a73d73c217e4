// The search page, over the index that Pagefind made. Nothing of it is fetched until a reader searches, and nothing is
// stored: what was asked stands in the page's address, so that a link to a search can be shared.

const BATCH = 10;
const FILTERS = ["kind", "tag", "stream", "year"];
const form = document.getElementById("search");
const status = document.getElementById("search-status");
const section = document.getElementById("search-results");
const list = section.querySelector("ol");
const more = section.querySelector("button");
const title = document.title;
let engine;
let found = [];
let turn = 0;

async function load() {
  const pagefind = await import("../pagefind/pagefind.js");
  await pagefind.options({ excerptLength: 30 });
  return pagefind;
}

function asked() {
  const entries = [...new FormData(form)].map(([name, value]) => [name, value.trim()]);
  return new URLSearchParams(entries.filter(([, value]) => value));
}

function fill(asked) {
  for (const name of ["q", ...FILTERS]) {
    form.elements[name].value = asked.get(name) ?? "";
  }
}

async function search(asked) {
  const mine = ++turn;
  const words = asked.get("q") ?? "";
  section.hidden = true;
  found = [];
  list.replaceChildren();
  document.title = words ? `${words} – ${title}` : title;
  if (!asked.size) {
    status.textContent = "";
    return;
  }
  status.textContent = "Searching…";
  try {
    engine ??= load();
    const pagefind = await engine;
    const chosen = FILTERS.filter((name) => asked.has(name)).map((name) => [name, asked.get(name)]);
    const order = words ? {} : { sort: { date: "desc" } };
    const { results } = await pagefind.search(words || null, { filters: Object.fromEntries(chosen), ...order });
    if (mine === turn) {
      found = results;
      await show(mine);
    }
  } catch (error) {
    engine = undefined;
    status.textContent = "Search does not work here at the moment. The lists below lead to every article.";
    console.error(error);
  }
}

async function show(mine) {
  const start = list.children.length;
  const data = await Promise.all(found.slice(start, start + BATCH).map((result) => result.data()));
  if (mine !== turn) {
    return;
  }
  list.append(...data.map(entry));
  section.hidden = !found.length;
  more.parentElement.hidden = list.children.length === found.length;
  status.textContent = summary();
  if (start) {
    list.children[start].querySelector("a").focus();
  }
}

function summary() {
  const words = form.elements.q.value.trim();
  const about = words ? ` for ‘${words}’` : "";
  if (!found.length) {
    return `No results${about}. Check the spelling, try fewer words or choose less above; or browse the lists below.`;
  }
  const shown = list.children.length < found.length ? `, the first ${list.children.length} shown` : "";
  return `${found.length} result${found.length === 1 ? "" : "s"}${about}${shown}`;
}

function entry({ url, meta, excerpt }) {
  const item = element("li", "", `brief ${meta.kind.toLowerCase()}`);
  const kicker = element("p", "", "kicker");
  kicker.append(element("span", meta.kind, "kind"), ` ${meta.date}`);
  const heading = element("h3");
  heading.append(element("a", meta.title));
  heading.firstChild.href = url;
  const text = element("p");
  text.append(...marked(excerpt));
  item.append(kicker, heading, text);
  return item;
}

// An excerpt is HTML, with <mark> round what was found: only its text and its marks are taken.
function marked(excerpt) {
  const { body } = new DOMParser().parseFromString(excerpt, "text/html");
  return [...body.childNodes].map((node) =>
    node.nodeName === "MARK" ? element("mark", node.textContent) : node.textContent,
  );
}

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) {
    made.className = className;
  }
  return made;
}

function ask() {
  const address = `?${asked()}`;
  if (address !== (location.search || "?")) {
    history.pushState(null, "", address === "?" ? location.pathname : address);
  }
  search(asked());
}

function open() {
  fill(new URLSearchParams(location.search));
  search(asked());
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
form.addEventListener("change", (event) => {
  if (event.target.tagName === "SELECT") {
    ask();
  }
});
more.addEventListener("click", () => show(turn));
addEventListener("popstate", open);
if (location.search) {
  open();
} // else what a reader has typed before this script came stays
