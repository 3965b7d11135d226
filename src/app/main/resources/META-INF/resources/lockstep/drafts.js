/*
 * <ls-drafts> keeps what is typed into the fields beside it, those with a data-draft name, in this tab's storage until the
 * server has it: over a reload, a restart of the server, an offline moment and a new sign-in. The server says by begin(base)
 * what the fields hold when nothing was typed, and gets what was typed earlier back once, as "draft-found".
 */
class Drafts extends HTMLElement {
  #base = {};
  #asked = false;
  #note = () => this.#store();

  connectedCallback() {
    this.hidden = true;
    for (const event of ["input", "change", "value-changed", "selected-items-changed"]) {
      // Captured: those of fields do not bubble.
      this.parentElement.addEventListener(event, this.#note, true);
    }
  }

  /** The server has all that is in the fields, which is this. */
  begin(base) {
    this.#base = base;
    const kept = this.#asked ? null : sessionStorage.getItem(this.#key());
    this.#asked = true;
    if (kept === null) {
      // Fields get their values after this.
      setTimeout(this.#note);
      return;
    }
    const values = Object.entries(JSON.parse(kept)).filter(([name, value]) => !same(value, base[name]));
    if (values.length > 0) {
      this.dispatchEvent(new CustomEvent("draft-found", { detail: { values: JSON.stringify(Object.fromEntries(values)) } }));
    }
  }

  #key() {
    return `lockstep.draft.${this.dataset.key}`;
  }

  #store() {
    if (!this.#asked || !this.isConnected) {
      return;
    }
    const typed = {};
    for (const field of this.parentElement.querySelectorAll("[data-draft]")) {
      const value = field.selectedItems ? field.selectedItems.map((item) => item.label) : field.value;
      if (!same(value, this.#base[field.dataset.draft])) {
        typed[field.dataset.draft] = value;
      }
    }
    if (Object.keys(typed).length > 0) {
      sessionStorage.setItem(this.#key(), JSON.stringify(typed));
    } else {
      sessionStorage.removeItem(this.#key());
    }
  }
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

customElements.define("ls-drafts", Drafts);
