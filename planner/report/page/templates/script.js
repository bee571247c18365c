(function () {
  "use strict";
  var MOST = 100, every = false;
  var byId = function (id) { return document.getElementById(id); };
  var table = byId("table"), body = table.tBodies[0], rows = [].slice.call(body.rows), form = document.querySelector("form.filters");
  var count = byId("n"), all = byId("all"), texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  rows.forEach(function (row, place) {
    row.dataset.d = row.querySelector(".tag").textContent;
    row.dataset.k = row.querySelector(".why b").textContent;
    row.place = place;
  });
  function filter() {
    var asked = byId("q").value.trim().toLowerCase(), found = 0;
    [].slice.call(body.rows).forEach(function (row) {
      var fits = (!asked || texts[row.place].indexOf(asked) >= 0) && ["d", "k", "c"].every(function (name) {
        return !byId(name).value || row.dataset[name] === byId(name).value;
      });
      if (fits) found += 1;
      row.hidden = !fits || (!every && found > MOST);
    });
    all.parentNode.hidden = every || found <= MOST;
    var text = count.dataset.text.replace("{n}", found).replace("{total}", rows.length);
    count.textContent = found ? text : count.dataset.none;
  }
  function sort(head, place) {
    var down = head.getAttribute("aria-sort") !== "descending" && place !== "p";
    if (place === "p") down = head.getAttribute("aria-sort") === "ascending";
    [].forEach.call(table.tHead.rows[0].cells, function (cell) { cell.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    var value = function (row) {
      var text = place === "p" ? row.dataset.p : row.querySelectorAll("td.r")[place].dataset.v;
      return text === undefined ? null : parseFloat(text);
    };
    [].slice.call(body.rows).sort(function (one, two) {
      var a = value(one), b = value(two);
      if (a === null || b === null) return a === b ? one.place - two.place : a === null ? 1 : -1;
      return (down ? b - a : a - b) || one.place - two.place;
    }).forEach(function (row) { body.appendChild(row); });
    filter();
  }
  [].forEach.call(table.tHead.rows[0].cells, function (head) {
    var place = head.dataset.s;
    if (place === undefined) return;
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.dataset.head = head.textContent;  // on paper a button is not repeated on every page
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () { sort(head, place); });
  });
  form.addEventListener("input", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(filter, 0); });
  all.addEventListener("click", function () { every = true; filter(); rows[MOST].querySelector("th").tabIndex = -1; rows[MOST].querySelector("th").focus(); });
  addEventListener("beforeprint", function () {
    [].forEach.call(document.querySelectorAll("details:not(.data)"), function (fold) {
      if (fold.querySelectorAll("li").length <= MOST) fold.open = true;
    });
  });
  form.hidden = false;
  filter();
}());
