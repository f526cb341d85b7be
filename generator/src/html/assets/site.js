// What the pages can do beside being read. They are whole without it. Text of the document goes into the page as text alone.
(function () {
  "use strict";
  var root = document.documentElement;
  var base = root.getAttribute("data-root") || "";
  var verbatim = window.verbatim = {};

  // What is remembered, where the browser allows it: never a credential.
  function recall(key) { try { return localStorage.getItem("verbatim-" + key); } catch (_) { return null; } }
  function remember(key, value) { try { localStorage.setItem("verbatim-" + key, value); } catch (_) { /* a choice for this page */ } }

  function make(name, attributes, children) {
    var it = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) {
      var value = attributes[key];
      if (key === "text") it.textContent = value;
      else if (key.slice(0, 2) === "on") it.addEventListener(key.slice(2), value);
      else if (value === true) it.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) it.setAttribute(key, value);
    });
    (children || []).forEach(function (child) { if (child) it.append(child); });
    return it;
  }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function button(text, action, attributes) {
    return make("button", Object.assign({ type: "button", text: text, onclick: action }, attributes));
  }
  var loading = {};
  // A script beside this one: unlike `fetch`, that works from a disk as well.
  function load(name) {
    return loading[name] = loading[name] || new Promise(function (done, failed) {
      var it = make("script", { src: base + "assets/" + name, onload: done, onerror: function () { delete loading[name]; failed(new Error(name)); } });
      document.head.append(it);
    });
  }

  // Light and dark.
  function isDark() {
    var chosen = root.getAttribute("data-theme");
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function themeButton() {
    function name() { return isDark() ? "Light" : "Dark"; }
    var it = button(name(), function () {
      var next = isDark() ? "light" : "dark";
      root.setAttribute("data-theme", next);
      remember("theme", next);
      it.textContent = name();
    }, { class: "theme", "aria-label": "Switch between light and dark" });
    return it;
  }

  // Colours of samples.
  var KINDS = {
    json: /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\b\d[\d.eE+-]*)|\b(true|false|null)\b/g,
    code: /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(\b\d[\d.]*\b)|\b(await|async|const|let|use|import|from|def|print|return|match|None|True|False|null|true|false|curl)\b/g
  };
  function colour(code) {
    var text = code.textContent;
    var language = (code.className.match(/language-(\S+)/) || [])[1];
    if (!language || text.length > 60000) return;
    var pattern = language === "json" ? KINDS.json : KINDS.code;
    var parts = document.createDocumentFragment(), done = 0, found;
    pattern.lastIndex = 0;
    while ((found = pattern.exec(text))) {
      if (!found[0]) { pattern.lastIndex++; continue; }
      var kind, word = found[0];
      if (language === "json") kind = found[1] ? (found[2] ? "key" : "str") : found[3] ? "num" : "word";
      else kind = found[1] ? "str" : found[2] ? "num" : "word";
      if (kind === "key") word = found[1];
      parts.append(text.slice(done, found.index), make("span", { class: kind, text: word }));
      done = found.index + word.length;
    }
    parts.append(text.slice(done));
    code.replaceChildren(parts);
  }

  function copy(text, from) {
    function told(words) {
      var before = from.textContent;
      from.textContent = words;
      setTimeout(function () { from.textContent = before; }, 1500);
    }
    function byHand() {
      var area = make("textarea", { "aria-label": "Text to copy" });
      area.value = text;
      document.body.append(area);
      area.select();
      var done = document.execCommand("copy");
      area.remove();
      from.focus();
      told(done ? "Copied" : "Not allowed");
    }
    if (!navigator.clipboard) return byHand();
    navigator.clipboard.writeText(text).then(function () { told("Copied"); }, byHand);
  }
  function dress(pre) {
    var code = pre.querySelector("code");
    if (!code || pre.parentNode.classList.contains("box")) return;
    var box = make("div", { class: "box" });
    pre.replaceWith(box);
    var it = button("Copy", function () { copy(code.textContent, it); }, { "aria-label": "Copy" });
    box.append(pre, it);
    colour(code);
  }

  // One sample of several is shown.
  function headed(panel) {
    var heading = panel.querySelector("h2");
    var head = panel.querySelector(".panel-head") || make("div", { class: "panel-head" });
    if (!head.parentNode) { panel.prepend(head); head.append(heading); }
    return head;
  }
  function languages(panel) {
    var parts = all("[data-language]", panel);
    if (parts.length < 2) return;
    var names = parts.map(function (it) { return it.getAttribute("data-language"); });
    var buttons = names.map(function (name) { return button(name, function () { choose(name); remember("language", name); }); });
    function choose(name) {
      if (names.indexOf(name) < 0) name = names[0];
      parts.forEach(function (it, i) {
        it.hidden = names[i] !== name;
        it.querySelector("h3").hidden = true;
        buttons[i].setAttribute("aria-pressed", names[i] === name);
      });
    }
    headed(panel).append(make("div", { class: "choice", role: "group", "aria-label": "Language of the sample" }, buttons));
    choose(recall("language"));
  }
  function examples(panel) {
    var figures = all("figure", panel).filter(function (it) { return it.querySelector("figcaption"); });
    if (figures.length < 2 || panel.querySelector("[data-language]")) return;
    var select = make("select", { "aria-label": "Example" }, figures.map(function (it, i) {
      return make("option", { value: i, text: it.querySelector("figcaption").textContent.slice(0, 80) });
    }));
    function show() { figures.forEach(function (it, i) { it.hidden = i !== +select.value; it.querySelector("figcaption").hidden = true; }); }
    select.addEventListener("change", show);
    headed(panel).append(select);
    show();
  }

  // The form to try an operation is made once somebody wants it.
  verbatim.make = make; verbatim.all = all; verbatim.button = button; verbatim.dress = dress;
  function trying(panel) {
    var call = JSON.parse(panel.getAttribute("data-call"));
    var it = button("Fill in", function () {
      it.disabled = true;
      load("try.js").then(function () { return load("api.js"); }).then(function () { it.remove(); verbatim.form(panel, call); }, function () {
        it.disabled = false;
        panel.append(make("p", { class: "wrong", text: "The form could not be loaded." }));
      });
    });
    panel.hidden = false;
    headed(panel).append(it);
  }

  // Search: the list is loaded once somebody searches.
  var entries = null, dialog = null;
  verbatim.found = function (list) {
    entries = list.map(function (it) {
      return { kind: it[0], title: it[1], beside: it[2], file: it[3], low: it[1].toLowerCase(), path: it[2].toLowerCase(), words: it[4].toLowerCase() };
    });
  };
  function score(it, words) {
    var sum = 0;
    for (var i = 0; i < words.length; i++) {
      var word = words[i], at = it.low.indexOf(word), own = 0;
      if (it.low === word) own = 200;
      else if (at === 0) own = 100;
      else if (at > 0) own = /[a-z0-9]/.test(it.low[at - 1]) ? 40 : 70;
      else if (it.path.indexOf(word) >= 0) own = 30;
      else if (it.words.indexOf(word) >= 0) own = 10;
      if (!own) return 0;
      sum += own;
    }
    return sum + (it.kind === "tag" ? 8 : it.kind === "operation" ? 5 : 0) - Math.min(it.title.length, 60) / 20;
  }
  function find(text) {
    var words = text.toLowerCase().split(/\s+/).filter(Boolean), found = [];
    if (!words.length || !entries) return found;
    entries.forEach(function (it) { var n = score(it, words); if (n > 0) found.push([n, it]); });
    found.sort(function (a, b) { return b[0] - a[0]; });
    return found.map(function (it) { return it[1]; });
  }
  function openSearch() {
    if (!dialog) buildSearch();
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("input").select();
  }
  function buildSearch() {
    var list = make("ul", { "aria-label": "Results" });
    var note = make("p", { class: "note", role: "status" });
    var input = make("input", { type: "search", placeholder: "Operations, schemas, parameters, properties …", "aria-label": "Search", autocomplete: "off", spellcheck: "false" });
    function show() {
      var found = find(input.value);
      list.replaceChildren.apply(list, found.slice(0, 50).map(function (it) {
        var link = make("a", { href: base + it.file + ".html" }, [
          make("span", { text: it.title }), make("small", { text: it.kind + (it.beside ? " · " + it.beside : "") })
        ]);
        return make("li", {}, [link]);
      }));
      note.textContent = !input.value.trim() ? "" : found.length > 50 ? "The first 50 of " + found.length : found.length === 1 ? "1 result" : found.length + " results";
    }
    input.addEventListener("input", show);
    dialog = make("dialog", { class: "search", "aria-label": "Search" }, [input, note, list]);
    dialog.addEventListener("keydown", function (event) {
      var links = all("a", list), at = links.indexOf(document.activeElement);
      if (event.key === "ArrowDown") { event.preventDefault(); (links[at + 1] || input).focus(); }
      else if (event.key === "ArrowUp") { event.preventDefault(); (at < 0 ? links[links.length - 1] || input : links[at - 1] || input).focus(); }
      else if (event.key === "Enter" && document.activeElement === input && links[0]) { event.preventDefault(); links[0].click(); }
    });
    dialog.addEventListener("click", function (event) { if (event.target === dialog || event.target.closest("a")) dialog.close(); });
    document.body.append(dialog);
    load("search.js").then(show, function () { note.textContent = "The list to search through could not be loaded."; });
  }

  document.addEventListener("keydown", function (event) {
    var writes = /^(input|textarea|select)$/i.test(event.target.tagName) || event.target.isContentEditable;
    if ((event.key === "/" && !writes && !event.ctrlKey && !event.metaKey && !event.altKey) || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      openSearch();
    }
    if (event.key === "Escape" && location.hash === "#nav") location.hash = "#main";
  });
  // All is printed, and what an address leads to is unfolded.
  addEventListener("beforeprint", function () { all("main details").forEach(function (it) { it.open = true; }); });
  function unfold() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var it = target; it; it = it.parentElement) if (it.tagName === "DETAILS") it.open = true;
  }
  addEventListener("hashchange", unfold);

  document.addEventListener("DOMContentLoaded", function () {
    var tools = document.querySelector(".tools");
    tools.append(
      make("button", { type: "button", class: "find", onclick: openSearch }, [make("span", { text: "Search" }), make("kbd", { text: "/", "aria-hidden": "true" })]),
      themeButton()
    );
    all("pre").forEach(dress);
    all(".panel").forEach(function (it) { languages(it); examples(it); });
    all("[data-call]").forEach(trying);
    var current = document.querySelector(".side .operations [aria-current], .side [aria-current]");
    if (current && current.getBoundingClientRect().top > innerHeight - 80) current.scrollIntoView({ block: "center" });
    unfold();
  });
})();
