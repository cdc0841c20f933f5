(function () {
  "use strict";
  var tools = document.getElementById("tools");
  var find = document.getElementById("find");
  var byWord = document.getElementById("by-word");
  var byLevel = document.getElementById("by-level");
  var noWaived = document.getElementById("no-waived");
  var shown = document.getElementById("shown");
  var rows = Array.prototype.slice.call(document.querySelectorAll(".finding tbody tr, tr[data-f]"));
  var texts = null;
  function textOf(row) {
    var article = row.closest(".finding");
    var head = article ? article.querySelector("header").textContent + article.querySelector(".meta").textContent : "";
    return (head + " " + row.textContent).toLowerCase();
  }
  function apply() {
    texts = texts || rows.map(textOf);
    var words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    var count = 0;
    rows.forEach(function (row, at) {
      var fits = words.every(function (word) { return texts[at].indexOf(word) >= 0; }) &&
        (!byWord.value || !row.dataset.w || row.dataset.w === byWord.value) &&
        (!byLevel.value || !row.dataset.l || row.dataset.l === byLevel.value) &&
        !(noWaived.checked && "waived" in row.dataset);
      row.hidden = !fits;
      if (fits && !("f" in row.dataset)) { count += 1; }
    });
    document.querySelectorAll(".finding").forEach(function (article) {
      article.hidden = !article.querySelector("tbody tr:not([hidden])");
    });
    shown.textContent = shown.dataset.words.replace("{n}", String(count));
  }
  function keyOf(row, column) {
    var text = row.cells[column].textContent.trim();
    return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  }
  function sort(table, column, button) {
    var up = button.getAttribute("aria-sort") !== "ascending";
    table.querySelectorAll("th").forEach(function (head) { head.removeAttribute("aria-sort"); });
    button.setAttribute("aria-sort", up ? "ascending" : "descending");
    var body = table.tBodies[0];
    var held = Array.prototype.slice.call(body.rows).map(function (row) { return [keyOf(row, column), row]; });
    held.sort(function (a, b) {
      var order = typeof a[0] === "number" && typeof b[0] === "number" ? a[0] - b[0] : String(a[0]).localeCompare(String(b[0]));
      return up ? order : -order;
    });
    held.forEach(function (each) { body.appendChild(each[1]); });
  }
  document.querySelectorAll("table.sortable").forEach(function (table) {
    table.querySelectorAll("thead th").forEach(function (head, column) {
      if (!head.textContent) { return; }
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () { sort(table, column, head); });
    });
  });
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    closed.forEach(function (each) { each.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (each) { each.open = false; });
  });
  tools.addEventListener("submit", function (event) { event.preventDefault(); });
  [find, byWord, byLevel, noWaived].forEach(function (each) { each.addEventListener("input", apply); });
  tools.hidden = false;
}());
