// The page asks by POST and is answered in JSON; whatever comes back is shown as text.
export async function ask(name, values = {}) {
  const answer = await fetch(`/api/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(values),
  });
  return { ok: answer.ok, status: answer.status, ...(await answer.json()) };
}

const { scripts, message } = await ask("state");
document.getElementById("studio").textContent = message ?? scripts.map((each) => each.path).join(", ");
