/*
 * A log that stays smooth at 100,000 lines: only the rows in sight are in the page. Lines come from the server by append();
 * pausing holds back what is shown, never what is kept. Words come from the server, as attributes.
 */
const ROW = 20;
const MOST = 100_000;
const SLACK = 5_000; // cut off so many at once, since the rest has to be gone over then
const SPARE = 12;

const style = `
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr); min-block-size: 18rem; block-size: 60vh;
    border: 1px solid var(--ls-line); border-radius: var(--ls-radius-m); background: var(--ls-sunk); overflow: hidden; }
  .bar { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 8px; border-block-end: 1px solid var(--ls-line);
    background: var(--ls-surface); font-size: 14px; }
  .bar input, .bar select, .bar button { font: inherit; color: var(--ls-ink); background: var(--ls-surface);
    border: 1px solid var(--ls-line-strong); border-radius: 6px; padding: 4px 8px; min-block-size: 32px; }
  .bar input { flex: 1 1 10rem; min-inline-size: 6rem; }
  .bar button { cursor: pointer; }
  .bar button[aria-pressed="true"] { background: var(--ls-primary-soft); border-color: var(--ls-primary); }
  .bar :focus-visible, .view:focus-visible { outline: 2px solid var(--ls-primary); outline-offset: 1px; }
  .count { color: var(--ls-ink-2); min-inline-size: 4ch; }
  .view { overflow: auto; position: relative; font: 13px/${ROW}px var(--ls-mono); color: var(--ls-ink); }
  .sizer { position: relative; min-inline-size: 100%; inline-size: max-content; }
  .row { position: absolute; inset-inline-start: 0; min-inline-size: 100%; block-size: ${ROW}px; white-space: pre;
    padding-inline: 8px; box-sizing: border-box; }
  .row time { color: var(--ls-ink-2); margin-inline-end: 12px; }
  .row::before { content: attr(data-mark); display: inline-block; inline-size: 2ch; color: inherit; }
  .row.NOTE { color: var(--ls-ink-2); }
  .row.WARN { color: var(--ls-wait); }
  .row.ERROR { color: var(--ls-fail); }
  .row.hit { background: var(--ls-primary-soft); }
  .row.at { box-shadow: inset 2px 0 0 var(--ls-primary); }
  .none { position: absolute; inset: 0; display: grid; place-content: center; color: var(--ls-ink-2); pointer-events: none;
    font-family: var(--ls-sans); padding: 16px; text-align: center; }
`;
const MARKS = { NOTE: "·", OUT: " ", WARN: "!", ERROR: "✕" };

class LogView extends HTMLElement {
  #lines = []; // [number, epoch millis, level, text]
  #shown = []; // what passes the filter
  #waiting = 0; // how many came while paused
  #paused = false;
  #hits = [];
  #at = -1;
  #stick = true;
  #scheduled = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const w = (name) => this.getAttribute(`data-${name}`) ?? name;
    root.innerHTML = `<style>${style}</style><div class="bar" part="bar"><input type="search"><span class="count" role="status"></span>
      <select></select><button class="pause" aria-pressed="false"></button><button class="end"></button>
      <button class="clear"></button><button class="copy"></button><button class="save"></button></div>
      <div class="view" tabindex="0" role="log" aria-live="off"><div class="sizer"></div><div class="none"></div></div>`;
    const find = (selector) => root.querySelector(selector);
    this.$ = {
      search: find("input"), count: find(".count"), level: find("select"), pause: find(".pause"), end: find(".end"),
      clear: find(".clear"), copy: find(".copy"), save: find(".save"), view: find(".view"), sizer: find(".sizer"),
      none: find(".none"),
    };
    this.#word = w;
  }

  #word;

  connectedCallback() {
    const { search, level, pause, end, clear, copy, save, view, none } = this.$;
    search.placeholder = this.#word("search");
    search.setAttribute("aria-label", this.#word("search"));
    level.setAttribute("aria-label", this.#word("level"));
    if (!level.options.length) {
      level.add(new Option(this.#word("all"), ""));
      level.add(new Option(this.#word("warnings"), "WARN"));
      level.add(new Option(this.#word("errors"), "ERROR"));
    }
    pause.textContent = this.#word("pause");
    end.textContent = this.#word("end");
    clear.textContent = this.#word("clear");
    copy.textContent = this.#word("copy");
    save.textContent = this.#word("download");
    none.textContent = this.#word("empty");
    view.setAttribute("aria-label", this.#word("name"));
    search.oninput = () => this.#refilter();
    search.onkeydown = (event) => {
      if (event.key === "Enter" || event.key === "ArrowDown") this.#go(event.shiftKey ? -1 : 1);
      else if (event.key === "ArrowUp") this.#go(-1);
      else return;
      event.preventDefault();
    };
    level.onchange = () => this.#refilter();
    pause.onclick = () => this.#pause(!this.#paused);
    end.onclick = () => { this.#stick = true; this.#pause(false); view.scrollTop = view.scrollHeight; };
    clear.onclick = () => { this.#lines = []; this.#waiting = 0; this.#refilter(); };
    copy.onclick = () => navigator.clipboard?.writeText(this.#text());
    save.onclick = () => this.#save();
    view.onscroll = () => {
      this.#stick = view.scrollTop + view.clientHeight >= view.scrollHeight - ROW;
      this.#draw();
    };
    this.observer = new ResizeObserver(() => this.#draw());
    this.observer.observe(view);
    this.#refilter();
  }

  disconnectedCallback() {
    this.observer?.disconnect();
  }

  /** Adds lines: [number, epoch millis, level, text] each. */
  append(lines) {
    for (const line of lines) this.#lines.push(line);
    const over = this.#lines.length > MOST + SLACK ? this.#lines.length - MOST : 0;
    if (over > 0) this.#lines.splice(0, over);
    if (this.#paused) {
      this.#waiting += lines.length;
      this.$.pause.textContent = `${this.#word("resume")} (${this.#waiting})`;
      return;
    }
    if (over > 0) { this.#refilter(); return; }
    for (const line of lines) this.#admit(line);
    this.#schedule();
  }

  /** Takes all lines away. */
  reset() {
    this.#lines = [];
    this.#waiting = 0;
    this.#refilter();
  }

  get size() {
    return this.#lines.length;
  }

  /** The number of the newest line. */
  get last() {
    return this.#lines.at(-1)?.[0] ?? 0;
  }

  #pause(paused) {
    this.#paused = paused;
    this.$.pause.setAttribute("aria-pressed", String(paused));
    if (!paused) this.#waiting = 0;
    this.$.pause.textContent = this.#word(paused ? "resume" : "pause");
    if (!paused) this.#refilter();
  }

  #passes([, , level]) {
    const wanted = this.$.level.value;
    return !wanted || level === "ERROR" || level === wanted;
  }

  #admit(line) {
    if (!this.#passes(line)) return;
    this.#shown.push(line);
    const query = this.$.search.value.toLowerCase();
    if (query && line[3].toLowerCase().includes(query)) this.#hits.push(this.#shown.length - 1);
  }

  #refilter() {
    this.#shown = [];
    this.#hits = [];
    this.#at = -1;
    for (const line of this.#lines) this.#admit(line);
    this.#schedule();
  }

  #schedule() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => { this.#scheduled = false; this.#draw(); });
  }

  #draw() {
    const { view, sizer, none, count, search } = this.$;
    sizer.style.blockSize = `${this.#shown.length * ROW}px`;
    none.hidden = this.#shown.length > 0;
    none.style.display = this.#shown.length > 0 ? "none" : "";
    if (this.#stick && !this.#paused) view.scrollTop = view.scrollHeight;
    count.textContent = search.value ? `${this.#hits.length ? this.#at + 1 : 0}/${this.#hits.length}` : "";
    const first = Math.max(0, Math.floor(view.scrollTop / ROW) - SPARE);
    const last = Math.min(this.#shown.length, Math.ceil((view.scrollTop + view.clientHeight) / ROW) + SPARE);
    const query = search.value.toLowerCase();
    const rows = [];
    for (let i = first; i < last; i++) {
      const [number, time, level, text] = this.#shown[i];
      const row = document.createElement("div");
      row.className = `row ${level}`;
      row.dataset.mark = MARKS[level] ?? " ";
      row.style.insetBlockStart = `${i * ROW}px`;
      const stamp = document.createElement("time");
      const when = new Date(time);
      stamp.dateTime = when.toISOString();
      stamp.title = when.toLocaleString();
      stamp.textContent = when.toLocaleTimeString([], { hour12: false });
      row.append(stamp, text);
      if (query && text.toLowerCase().includes(query)) row.classList.add("hit");
      if (this.#at >= 0 && this.#hits[this.#at] === i) row.classList.add("at");
      row.dataset.number = number;
      rows.push(row);
    }
    sizer.replaceChildren(...rows);
  }

  #go(step) {
    if (!this.#hits.length) return;
    this.#at = (this.#at + step + this.#hits.length) % this.#hits.length;
    this.#stick = false;
    this.$.view.scrollTop = this.#hits[this.#at] * ROW - this.$.view.clientHeight / 2;
    this.#draw();
  }

  #text() {
    return this.#shown.map(([, time, level, text]) => `${new Date(time).toISOString()} ${level} ${text}`).join("\n");
  }

  #save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.#text()], { type: "text/plain" }));
    link.download = `${this.#word("file")}.log`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}

customElements.define("ls-log", LogView);
