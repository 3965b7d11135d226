/*
 * CodeMirror as <ls-code>. The server sets a file by show(path, text, readonly); the element says "code-dirty" when its text
 * begins or ceases to differ from that, and "code-save" with the text on Ctrl-S or save(). mark(line, message) shows what is
 * wrong at a line; nothing takes away what a person has typed but show() and forget(). What is not saved yet is kept in this
 * tab's storage, by data-draft and path, and comes back with the next show() of the file; "code-draft" then tells the text that
 * it was typed upon, so that a file that somebody has changed meanwhile is not written over.
 */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";
import { tags as t } from "@lezer/highlight";

const theme = EditorView.theme({
  "&": { color: "var(--ls-ink)", backgroundColor: "var(--ls-surface)", fontSize: "13px", blockSize: "100%" },
  ".cm-content": { fontFamily: "var(--ls-mono)", caretColor: "var(--ls-primary)" },
  ".cm-cursor": { borderLeftColor: "var(--ls-primary)" },
  "&.cm-focused": { outline: "2px solid var(--ls-primary)", outlineOffset: "-2px" },
  ".cm-gutters": { backgroundColor: "var(--ls-sunk)", color: "var(--ls-ink-2)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--ls-primary) 7%, transparent)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--ls-primary-soft) !important" },
  ".cm-panels": { backgroundColor: "var(--ls-raised)", color: "var(--ls-ink)" },
  ".cm-tooltip": { backgroundColor: "var(--ls-raised)", color: "var(--ls-ink)", borderColor: "var(--ls-line)" },
});

const colours = HighlightStyle.define([
  { tag: [t.keyword, t.modifier, t.operatorKeyword], color: "var(--ls-conflict)" },
  { tag: [t.string, t.special(t.string), t.regexp], color: "var(--ls-ok)" },
  { tag: [t.number, t.bool, t.null], color: "var(--ls-convex)" },
  { tag: [t.comment], color: "var(--ls-ink-2)", fontStyle: "italic" },
  { tag: [t.typeName, t.className], color: "var(--ls-device)" },
  { tag: [t.propertyName, t.definition(t.variableName)], color: "var(--ls-primary)" },
]);

class CodeEditor extends HTMLElement {
  #view;
  #saved = "";
  #dirty = false;
  #path = "";

  connectedCallback() {
    this.#view ??= new EditorView({ parent: this, state: this.#state("", "", true) });
  }

  /** Takes the place of what is there. */
  show(path, text, readonly) {
    const draft = readonly ? null : JSON.parse(sessionStorage.getItem(this.#key(path)) ?? "null");
    this.#path = readonly ? "" : path;
    this.#saved = draft?.base ?? text;
    this.#view.setState(this.#state(path, draft?.text ?? text, readonly));
    if (draft) {
      this.dispatchEvent(new CustomEvent("code-draft", { detail: { base: draft.base } }));
    }
    this.#tell();
  }

  /** What was typed is not wanted any more. */
  forget() {
    sessionStorage.removeItem(this.#key(this.#path));
    this.#path = "";
  }

  #key(path) {
    return `lockstep.code.${this.dataset.draft}.${path}`;
  }

  /** The server has kept this text; what was typed since is still to be saved. */
  kept(text) {
    this.#saved = text;
    this.#tell();
  }

  save() {
    const text = this.#view.state.doc.toString();
    this.dispatchEvent(new CustomEvent("code-save", { detail: { text } }));
  }

  /** @param line from 1; 0 takes the mark away */
  mark(line, message) {
    const { state } = this.#view;
    if (!line || line > state.doc.lines) {
      this.#view.dispatch(setDiagnostics(state, []));
      return;
    }
    const { from, to } = state.doc.line(line);
    this.#view.dispatch(setDiagnostics(state, [{ from, to, severity: "error", message }]));
    this.#view.dispatch({ effects: EditorView.scrollIntoView(from, { y: "center" }) });
  }

  #tell() {
    const text = this.#view.state.doc.toString();
    const dirty = text !== this.#saved;
    if (this.#path) {
      if (dirty) {
        sessionStorage.setItem(this.#key(this.#path), JSON.stringify({ base: this.#saved, text }));
      } else {
        sessionStorage.removeItem(this.#key(this.#path));
      }
    }
    if (dirty !== this.#dirty) {
      this.#dirty = dirty;
      this.dispatchEvent(new CustomEvent("code-dirty", { detail: { dirty } }));
    }
  }

  #state(path, text, readonly) {
    const language = path.endsWith(".json")
      ? json()
      : javascript({ typescript: /\.[cm]?tsx?$/.test(path), jsx: /x$/.test(path) });
    return EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), drawSelection(), indentOnInput(),
        bracketMatching(), closeBrackets(), autocompletion(), highlightSelectionMatches(), search({ top: true }), lintGutter(),
        syntaxHighlighting(colours), theme, language, EditorState.readOnly.of(readonly), EditorState.tabSize.of(2),
        EditorView.contentAttributes.of({ tabindex: "0", "aria-label": this.getAttribute("data-name") ?? path }),
        EditorView.updateListener.of((update) => update.docChanged && this.#tell()),
        keymap.of([
          { key: "Mod-s", preventDefault: true, run: () => { this.save(); return true; } },
          // Escape, then Tab, leaves the editor: without that the keyboard would be caught in it.
          ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, indentWithTab,
        ]),
      ],
    });
  }
}

customElements.define("ls-code", CodeEditor);
