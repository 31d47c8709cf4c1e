// The better text field: CodeMirror 6 behind the same few doors as the plain one (page/plain-field.js).
// It lives in a shadow root: there its styles need no exception from the page's policy.
import { autocompletion, closeCompletion, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory, redo, undo } from "@codemirror/commands";
import { indentUnit } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration, EditorView, WidgetType, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";

const setProblems = StateEffect.define();
const setLit = StateEffect.define();

class Card extends WidgetType {
  constructor(problem, draw) {
    super();
    this.problem = problem;
    this.draw = draw;
    this.key = JSON.stringify(problem);
  }
  eq(other) {
    return other.key === this.key;
  }
  toDOM() {
    return this.draw(this.problem);
  }
  ignoreEvent() {
    return true;
  }
}

function decorations(doc, problems, draw) {
  const found = [];
  for (const problem of problems) {
    if (!problem.line || problem.line > doc.lines) continue;
    const line = doc.line(problem.line);
    const from = Math.min(line.from + Math.max(0, problem.column - 1), line.to);
    const to = Math.min(from + Math.max(1, problem.width), line.to);
    if (from < to) found.push(Decoration.mark({ class: `wrong wrong-${problem.severity}` }).range(from, to));
    found.push(Decoration.widget({ widget: new Card(problem, draw), block: true, side: 1 }).range(line.to));
  }
  return Decoration.set(found, true);
}

function problemField(draw) {
  return StateField.define({
    create: () => Decoration.none,
    update(shown, change) {
      shown = shown.map(change.changes);
      for (const effect of change.effects) {
        if (effect.is(setProblems)) shown = decorations(change.state.doc, effect.value, draw);
      }
      return shown;
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}

const litField = StateField.define({
  create: () => Decoration.none,
  update(shown, change) {
    shown = shown.map(change.changes);
    for (const effect of change.effects) {
      if (!effect.is(setLit)) continue;
      const lines = [];
      for (const [first, last] of effect.value) {
        for (let number = Math.max(1, first); number <= Math.min(last, change.state.doc.lines); number++) {
          lines.push(Decoration.line({ class: "lit" }).range(change.state.doc.line(number).from));
        }
      }
      shown = Decoration.set(lines, true);
    }
    return shown;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const look = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--card)", color: "var(--ink)", fontSize: "0.95rem" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", paddingBlock: ".6rem 4rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--quiet)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--ground)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--chosen)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--soft)" },
  ".lit": { boxShadow: "inset 3px 0 0 var(--accent)" },
  ".wrong": { textDecoration: "underline wavy var(--wrong)", textUnderlineOffset: ".25em" },
  ".wrong-warning, .wrong-note": { textDecorationColor: "var(--doubt)" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".3rem .6rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { opacity: ".85", marginInlineStart: "1em", fontStyle: "normal" },
  ".cm-textfield, .cm-button": {
    backgroundColor: "var(--ground)", backgroundImage: "none", color: "var(--ink)", border: "1px solid var(--quiet)",
  },
});

/**
 * Makes the field inside `host`. What it is given and what it gives is described in page/plain-field.js.
 */
export function createField(host, given) {
  const root = host.attachShadow({ mode: "open" });
  const styles = document.createElement("link");
  styles.rel = "stylesheet";
  styles.href = "/studio.css";
  const place = document.createElement("div");
  place.className = "code";
  root.append(styles, place);
  const problems = problemField(given.card);

  async function complete(context) {
    const asked = context.explicit || context.matchBefore(/[^\s]$|(^|\n)\s*- $|: $/);
    if (!asked) return null;
    const found = await given.complete(context.pos, context.state.doc.toString(), context.explicit);
    if (!found || !found.options.length || context.aborted) return null;
    return {
      from: found.from,
      to: found.to,
      options: found.options.map(({ label, detail, text }) => ({ label, detail, apply: text ?? label })),
    };
  }

  const view = new EditorView({
    root,
    parent: place,
    state: EditorState.create({
      doc: given.text,
      extensions: [
        lineNumbers(), highlightActiveLine(), highlightActiveLineGutter(), drawSelection(), history(),
        highlightSelectionMatches(), EditorView.lineWrapping, EditorState.tabSize.of(2), indentUnit.of("  "),
        autocompletion({ override: [complete], activateOnTyping: true, icons: false }),
        problems, litField, look,
        // It is reached by keys without `tabindex`, too, but what looks for that would miss it in what scrolls.
        EditorView.contentAttributes.of({ "aria-label": given.label, spellcheck: "false", autocapitalize: "off", tabindex: "0" }),
        keymap.of([
          { key: "Mod-s", run: () => (given.onSave(), true), preventDefault: true },
          { key: "Alt-Enter", run: () => (given.onPlay(), true) },
          { key: "Escape", run: (it) => closeCompletion(it) || (it.contentDOM.blur(), true) },
          ...completionKeymap, ...searchKeymap, ...historyKeymap, indentWithTab, ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) given.onChange(update.state.doc.toString());
          if (update.selectionSet || update.docChanged) given.onCursor(lineOf(update.state), columnOf(update.state));
        }),
      ],
    }),
  });
  const columnOf = (state) => state.selection.main.head - state.doc.lineAt(state.selection.main.head).from + 1;
  const alone = isolateHistory.of("full"); // undo takes back one act at a time
  const lineOf = (state) => state.doc.lineAt(state.selection.main.head).number;

  return {
    text: () => view.state.doc.toString(),
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, annotations: alone });
    },
    apply(edits, select) {
      const changes = edits.map(({ from, to, text }) => ({ from, to, insert: text }));
      view.dispatch({ changes, userEvent: "input.act", annotations: alone });
      if (select) {
        const length = view.state.doc.length;
        const [anchor, head] = [Math.min(select.from, length), Math.min(select.to, length)];
        view.dispatch({ selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      }
    },
    goTo(number, focus = true, column = 1) {
      const line = view.state.doc.line(Math.max(1, Math.min(number, view.state.doc.lines)));
      const at = Math.min(line.from + column - 1, line.to);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      if (focus) view.focus();
    },
    light: (lines) => view.dispatch({ effects: setLit.of(lines) }),
    showProblems: (found) => view.dispatch({ effects: setProblems.of(found) }),
    complete: () => startCompletion(view),
    focus: () => view.focus(),
    line: () => lineOf(view.state),
    column: () => columnOf(view.state),
    undo: () => undo(view),
    redo: () => redo(view),
    end: () => view.destroy(),
  };
}
