// Sorting of tables and copying of commands. Without this the page has the same content.
(() => {
  "use strict";

  const valueOf = (row, column) => {
    const cell = row.cells[column];
    const text = (cell.dataset.v ?? cell.textContent).trim();
    const number = Number(text);
    return text === "–" || text === "" ? null : Number.isNaN(number) ? text : number;
  };

  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number"
      ? a - b
      : String(a).localeCompare(String(b), "en", { numeric: true });

  const sort = (table, header, column) => {
    const ascending = header.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) {
      other.setAttribute("aria-sort", "none");
    }
    header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const rows = Array.from(table.tBodies[0].rows, (row) => ({ row, value: valueOf(row, column) }));
    rows.sort((a, b) => {
      // What has no value stands last either way.
      if (a.value === null || b.value === null) {
        return (a.value === null) - (b.value === null);
      }
      return ascending ? compare(a.value, b.value) : compare(b.value, a.value);
    });
    table.tBodies[0].append(...rows.map((r) => r.row));
  };

  for (const table of document.querySelectorAll("main table")) {
    if (table.tBodies[0].rows.length < 2) {
      continue;
    }
    Array.from(table.tHead.rows[0].cells).forEach((header, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = header.textContent;
      button.addEventListener("click", () => sort(table, header, column));
      header.replaceChildren(button);
      header.setAttribute("aria-sort", "none");
    });
  }

  const copy = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      // Browsers without a clipboard for files: leave the command selected, ready for the keyboard.
      getSelection().selectAllChildren(code);
      return false;
    }
  };

  for (const cell of document.querySelectorAll("td.command")) {
    const code = cell.querySelector("code");
    if (!code) {
      continue;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy " + code.textContent);
    button.addEventListener("click", async () => {
      button.textContent = (await copy(code)) ? "Copied" : "Selected";
    });
    cell.append(button);
  }
})();
