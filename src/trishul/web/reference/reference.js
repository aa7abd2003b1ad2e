// Renders /openapi.json as a readable page. Everything is set as text, never as HTML.
"use strict";

const METHODS = ["get", "post", "put", "patch", "delete"];

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function nameOf(reference) {
  return reference.split("/").pop();
}

function typeOf(schema) {
  if (!schema) return "any";
  if (schema.$ref) return element("a", { href: `#schema-${nameOf(schema.$ref)}` }, nameOf(schema.$ref));
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts) return element("span", {}, ...parts.flatMap((part, at) => (at ? [" or ", typeOf(part)] : [typeOf(part)])));
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === "array") return element("span", {}, "list of ", typeOf(schema.items));
  if (schema.type === "object" && schema.additionalProperties)
    return element("span", {}, "object of ", typeOf(schema.additionalProperties));
  return [schema.type ?? "any"].flat().join(" | ");
}

function limitsOf(schema) {
  const limits = [];
  if (schema.default !== undefined && schema.default !== null) limits.push(`default ${JSON.stringify(schema.default)}`);
  if (schema.minimum !== undefined) limits.push(`from ${schema.minimum}`);
  if (schema.maximum !== undefined) limits.push(`to ${schema.maximum}`);
  if (schema.maxLength !== undefined) limits.push(`at most ${schema.maxLength} characters`);
  return limits.join(", ");
}

function row(name, schema, isRequired, description) {
  const words = [description ?? schema?.description ?? "", limitsOf(schema ?? {})].filter(Boolean).join("; ");
  return element(
    "tr",
    {},
    element("td", {}, element("code", {}, name), isRequired ? " *" : ""),
    element("td", {}, typeOf(schema)),
    element("td", { class: "quiet" }, words),
  );
}

function operation(path, method, described) {
  const body = described.requestBody?.content?.["application/json"]?.schema;
  const rows = (described.parameters ?? []).map((one) => row(one.name, one.schema, one.required, one.description));
  if (body) rows.push(row("body", body, described.requestBody.required));
  const replies = Object.entries(described.responses ?? {}).map(([status, reply]) => {
    const content = Object.values(reply.content ?? {})[0];
    return row(status, content?.schema, false, reply.description);
  });
  return element(
    "details",
    { id: described.operationId },
    element(
      "summary",
      {},
      element("span", { class: "method" }, method.toUpperCase()),
      element("code", {}, path),
      " ",
      element("span", { class: "quiet" }, described.summary ?? ""),
    ),
    element(
      "div",
      {},
      element("p", {}, described.description ?? ""),
      element("p", { class: "quiet" }, described.security ? "Needs a session." : "Public."),
      rows.length ? element("h3", {}, "Takes") : null,
      rows.length ? element("table", {}, ...rows) : null,
      element("h3", {}, "Gives"),
      element("table", {}, ...replies),
    ),
  );
}

function schemaBlock(name, schema) {
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties ?? {}).map(([field, part]) => row(field, part, required.has(field)));
  if (!rows.length) rows.push(row("", schema, false));
  return element(
    "details",
    { id: `schema-${name}` },
    element("summary", {}, element("code", {}, name)),
    element("div", {}, element("p", {}, schema.description ?? ""), element("table", {}, ...rows)),
  );
}

function problemsTable(problems) {
  const rows = problems.map((one) =>
    element(
      "tr",
      { id: one.code },
      element("td", {}, element("code", {}, one.code)),
      element("td", {}, String(one.status)),
      element("td", {}, one.title),
    ),
  );
  return element("table", {}, ...rows);
}

function section(title, ...children) {
  document.getElementById("contents").append(element("a", { href: `#section-${title}` }, title));
  return element("section", { id: `section-${title}` }, element("h2", {}, title), ...children);
}

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
  if (target) target.scrollIntoView();
}

async function render() {
  const reply = await fetch("/openapi.json");
  const description = await reply.json();
  const { title, version, description: words } = description.info;
  document.getElementById("about").textContent = `${title} ${version}. ${words}`;
  const byTag = new Map();
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const method of METHODS.filter((one) => methods[one])) {
      const tag = methods[method].tags?.[0] ?? "other";
      byTag.set(tag, [...(byTag.get(tag) ?? []), operation(path, method, methods[method])]);
    }
  }
  const reference = document.getElementById("reference");
  reference.replaceChildren();
  for (const [tag, operations] of byTag) reference.append(section(tag, ...operations));
  reference.append(section("errors", problemsTable(description["x-problems"] ?? [])));
  const schemas = Object.entries(description.components?.schemas ?? {});
  reference.append(section("types", ...schemas.map(([name, schema]) => schemaBlock(name, schema))));
  openTarget();
}

window.addEventListener("hashchange", openTarget);
render().catch(() => {
  document.getElementById("reference").textContent = "The description could not be read. Reload the page.";
});
