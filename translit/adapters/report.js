"use strict";
(() => {
  const all = (where, what) => Array.from(where.querySelectorAll(what));
  const entities = all(document, ".e");
  const filter = document.getElementById("filter");
  const kinds = document.querySelector(".kinds");
  const none = document.querySelector(".none");
  const names = { person: "Persons", place: "Places", org: "Organisations", other: "Others" };
  let picked = null;
  let kind = "";

  function pick(entity) {
    picked = entity;
    for (const other of entities) other.open = other === entity;
    for (const mark of all(document, ".m")) {
      mark.classList.toggle("on", entity !== null && mark.dataset.e === entity.dataset.e);
      mark.classList.remove("here");
    }
    document.body.classList.toggle("picked", entity !== null);
  }

  function show(mark) {
    for (const other of all(document, ".m.here")) other.classList.remove("here");
    mark.classList.add("here");
    mark.scrollIntoView({ block: "center" });
  }

  // Beside the documents the list scrolls by itself; below them, on a small screen, the page is left where it is.
  function reveal(entity) {
    const list = document.getElementById("entities");
    const room = list.querySelector(".tools").offsetHeight + 8;
    if (list.scrollHeight > list.clientHeight) list.scrollTop = entity.offsetTop - room;
  }

  function sift() {
    const wanted = filter.value.normalize("NFC").toLowerCase().trim();
    let left = 0;
    for (const entity of entities) {
      const fits = (!kind || entity.dataset.kind === kind) && entity.dataset.words.includes(wanted);
      entity.hidden = !fits;
      left += fits;
    }
    none.hidden = left > 0;
  }

  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".m");
    if (mark) {
      event.preventDefault();
      const entity = document.getElementById("e" + mark.dataset.e);
      if (entity.hidden) { filter.value = ""; kind = ""; press(); sift(); }
      pick(picked === entity ? null : entity);
      if (picked) {
        mark.classList.add("here");
        reveal(entity);
      }
      return;
    }
    const summary = event.target.closest("summary");
    if (summary) {
      event.preventDefault();
      pick(picked === summary.parentElement ? null : summary.parentElement);
      return;
    }
    const link = event.target.closest(".body a");
    if (!link) return;
    const target = document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    if (target.classList.contains("e")) {
      pick(target);
      reveal(target);
    } else if (target.classList.contains("m")) show(target);
    else target.scrollIntoView();
  });

  document.addEventListener("keydown", (event) => {
    if (event.target === filter || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") pick(null);
    if (event.key === "/") { event.preventDefault(); filter.focus(); }
    if ((event.key === "n" || event.key === "p") && picked) {
      const marks = all(document, ".m.on");
      const now = marks.findIndex((mark) => mark.classList.contains("here"));
      const step = event.key === "n" ? 1 : -1;
      if (marks.length) show(marks[(Math.max(now, step > 0 ? -1 : 0) + step + marks.length) % marks.length]);
    }
  });

  function press() {
    for (const button of all(kinds, "button")) button.setAttribute("aria-pressed", String(button.value === kind));
  }
  const present = Object.keys(names).filter((name) => entities.some((entity) => entity.dataset.kind === name));
  if (present.length > 1) {
    for (const name of ["", ...present]) {
      const button = document.createElement("button");
      button.type = "button";
      button.value = name;
      button.textContent = name ? names[name] : "All";
      button.addEventListener("click", () => { kind = name; press(); sift(); });
      kinds.append(button);
    }
    press();
  }
  filter.addEventListener("input", sift);
  const start = location.hash && document.getElementById(location.hash.slice(1));
  if (start && start.classList.contains("e")) pick(start);
})();
