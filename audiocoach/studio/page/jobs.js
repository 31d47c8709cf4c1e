// Follows work that takes a while: how far it is, and a way to end it.
import { ask } from "./api.js";
import { button, el, fill } from "./dom.js";
import { tellError } from "./told.js";
import { w } from "./words.js";

export function commandLine(command) {
  if (!command) return null;
  const text = el("code", {}, command);
  return el("p", { class: "command" }, el("span", { class: "quiet" }, w("command")), " ", text, " ",
    button(w("copy"), async (event) => {
      const pressed = event.currentTarget;
      try {
        await navigator.clipboard.writeText(command);
        pressed.textContent = w("copied");
      } catch {
        getSelection().selectAllChildren(text);
      }
    }));
}

/**
 * Begins a job by a question, and shows it in `host`; gives what was made, or null. `command` comes with it.
 * `text`: of the script that it is about.
 */
export async function work(host, title, question, values, text = undefined) {
  const bar = el("progress", { "aria-label": title });
  const what = el("p", { class: "quiet" }, title);
  let job = null;
  const end = () => job && ask("cancel", { job }).catch(tellError);
  const stop = button(w("cancel"), () => {
    stop.disabled = true;
    end();
  });
  fill(host, el("section", { class: "making", "aria-label": title }, what, bar, stop));
  host.scrollIntoView({ block: "nearest" });
  try {
    const begun = await ask(question, values);
    job = begun.job;
    if (stop.disabled) end(); // it was pressed before there was anything to end
    const finished = await followed(job, (news) => {
      if (news.of) {
        bar.max = news.of;
        bar.value = news.done;
      } else bar.removeAttribute("value");
      const said = w(`stage-${news.what}`);
      what.textContent = said.startsWith("stage-") ? title : `${title} · ${said}`;
    });
    fill(host);
    return finished && { ...finished, command: begun.command };
  } catch (error) {
    fill(host);
    tellError(error, { text });
    return null;
  }
}

function followed(job, onNews) {
  return new Promise((resolve, reject) => {
    const events = new EventSource(`/api/jobs/${encodeURIComponent(job)}/events`);
    const end = (how, value) => {
      events.close();
      how(value);
    };
    events.onmessage = ({ data }) => {
      const news = JSON.parse(data);
      if (news.finished) end(resolve, news.finished);
      else if (news.cancelled) end(resolve, null);
      else if (news.failed) end(reject, news.failed);
      else onNews(news);
    };
    events.onerror = () => {
      if (events.readyState === EventSource.CLOSED) end(reject, { answer: { gone: true } });
    };
  });
}
