// The form to try an operation: what is filled in is sent by the browser, and what comes back is shown as text.
(function () {
  "use strict";
  var verbatim = window.verbatim, make = verbatim.make, all = verbatim.all, button = verbatim.button;
  var api = null, numbers = 0;
  verbatim.api = function (it) { api = it; };

  // Credentials stay in this tab, and are gone with it.
  var secrets = {};
  try { secrets = JSON.parse(sessionStorage.getItem("verbatim-credentials")) || {}; } catch (_) { /* this page alone */ }
  function keep() { try { sessionStorage.setItem("verbatim-credentials", JSON.stringify(secrets)); } catch (_) { /* this page alone */ } }

  function field(label, control, note) {
    var id = "try-" + (++numbers);
    control.id = id;
    return make("div", { class: "field" }, [
      make("label", { for: id, text: label }),
      make("div", {}, [control, note ? make("p", { class: "note", text: note }) : null])
    ]);
  }
  function choice(values, chosen, empty) {
    var options = values.map(function (it) { return make("option", { value: it, text: it, selected: it === chosen }); });
    if (empty) options.unshift(make("option", { value: "", text: "not sent" }));
    return make("select", {}, options);
  }
  function group(title, fields) {
    return fields.length ? make("fieldset", {}, [make("legend", { text: title })].concat(fields)) : null;
  }

  // Servers.
  function addresses(call) {
    var found = [];
    if (/^http/.test(location.protocol)) found.push({ url: location.origin, description: "where this page is", variables: {} });
    if (api.server) found.push({ url: api.server, description: "", variables: {} });
    (call.servers || api.servers || []).forEach(function (it) {
      if (it.url && it.url !== "/") found.push(it);
    });
    if (!found.length) found.push({ url: "http://localhost:8080", description: "", variables: {} });
    return found;
  }
  function absolute(url) {
    if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return url;
    var base = /^http/.test(location.protocol) ? location.origin : "http://localhost:8080";
    return url.slice(0, 2) === "//" ? "https:" + url : base + (url[0] === "/" ? "" : "/") + url;
  }

  // How values are written (OpenAPI 3.1, section 4.8.12).
  function encode(text, reserved) {
    var out = encodeURIComponent(text).replace(/[!'()*]/g, function (it) { return "%" + it.charCodeAt(0).toString(16).toUpperCase(); });
    return reserved ? out.replace(/%(3A|2F|3F|23|5B|5D|40|21|24|26|27|28|29|2A|2B|2C|3B|3D)/g, decodeURIComponent) : out;
  }
  function read(it, text) {
    if (it.type === "array" || it.type === "object") {
      try { return JSON.parse(text); } catch (_) { /* items with commas between */ }
      if (it.type === "array") return text.split(",").map(function (part) { return part.trim(); });
      throw new Error(it.name + " is an object: fill in JSON, such as {\"key\": \"value\"}");
    }
    return text;
  }
  function plain(value) { return value !== null && typeof value === "object" ? JSON.stringify(value) : String(value); }
  function pairs(value) { return Object.keys(value).map(function (key) { return [key, value[key]]; }); }
  function query(it, value) {
    var coded = function (part) { return encode(plain(part), it.reserved); };
    var name = encode(it.name), style = it.style || "form", isList = Array.isArray(value), isObject = value !== null && typeof value === "object" && !isList;
    if (it.media) return [name + "=" + encode(plain(value))];
    if (style === "deepObject" && isObject) return pairs(value).map(function (pair) { return name + "[" + encode(pair[0]) + "]=" + coded(pair[1]); });
    if (isList) {
      if (it.explode) return value.map(function (part) { return name + "=" + coded(part); });
      var between = style === "spaceDelimited" ? "%20" : style === "pipeDelimited" ? "%7C" : style === "tabDelimited" ? "%09" : ",";
      return [name + "=" + value.map(coded).join(between)];
    }
    if (isObject) {
      if (it.explode) return pairs(value).map(function (pair) { return encode(pair[0]) + "=" + coded(pair[1]); });
      return [name + "=" + pairs(value).map(function (pair) { return encode(pair[0]) + "," + coded(pair[1]); }).join(",")];
    }
    return [name + "=" + coded(value)];
  }
  function simple(it, value, coded) {
    if (it.media) return coded(plain(value));
    if (Array.isArray(value)) return value.map(function (part) { return coded(plain(part)); }).join(",");
    if (value !== null && typeof value === "object") {
      return pairs(value).map(function (pair) { return coded(pair[0]) + (it.explode ? "=" : ",") + coded(plain(pair[1])); }).join(",");
    }
    return coded(plain(value));
  }
  function inPath(it, value) {
    var coded = function (text) { return encode(text); };
    if (it.style === "label") return "." + simple(it, value, coded).replace(/,/g, it.explode ? "." : ",");
    if (it.style === "matrix") {
      if (it.explode && Array.isArray(value)) return value.map(function (part) { return ";" + it.name + "=" + coded(plain(part)); }).join("");
      if (it.explode && value !== null && typeof value === "object") return pairs(value).map(function (pair) { return ";" + coded(pair[0]) + "=" + coded(plain(pair[1])); }).join("");
      return ";" + it.name + "=" + simple(it, value, coded);
    }
    return simple(it, value, coded);
  }

  function control(it) {
    var values = it.type === "boolean" ? ["true", "false"] : it.values;
    if (values && it.type !== "array") return choice(values, it.required ? it.example : "", !it.required);
    var input = make("input", { type: "text", autocomplete: "off", spellcheck: "false", placeholder: it.example || "" });
    if (it.required && it.example) input.value = it.example;
    if (it.required) input.required = true;
    return input;
  }

  // The parts of the form, each of which adds to the request.
  verbatim.form = function (panel, call) {
    var parts = [], children = [];

    var found = addresses(call);
    var server = choice(found.map(function (it) { return it.url; }).concat("another"), found[0].url);
    all("option", server).forEach(function (it, i) { if (found[i] && found[i].description) it.textContent += " (" + found[i].description.slice(0, 60) + ")"; });
    var other = make("input", { type: "url", placeholder: "https://api.example.com", "aria-label": "Another server" });
    var variables = make("div", {}, []);
    function vary() {
      var it = found[server.selectedIndex];
      other.hidden = !!it;
      variables.replaceChildren.apply(variables, !it ? [] : Object.keys(it.variables || {}).map(function (name) {
        var variable = it.variables[name];
        var input = variable.values && variable.values.length ? choice(variable.values, variable.default) : make("input", { type: "text" });
        if (input.tagName === "INPUT") input.value = variable.default;
        input.setAttribute("data-variable", name);
        return field(name, input);
      }));
    }
    server.addEventListener("change", vary);
    vary();
    children.push(group("Server", [field("Address", server), other, variables]));
    function base() {
      var it = found[server.selectedIndex];
      var url = it ? it.url : other.value.trim();
      all("[data-variable]", variables).forEach(function (input) { url = url.split("{" + input.getAttribute("data-variable") + "}").join(input.value); });
      return absolute(url).replace(/\/+$/, "");
    }

    var names = [];
    call.security.forEach(function (way) { way.forEach(function (name) { if (names.indexOf(name) < 0) names.push(name); }); });
    var fields = [];
    names.forEach(function (name) {
      var scheme = api.schemes[name];
      if (!scheme || scheme.kind === "none") return fields.push(make("p", { class: "note", text: name + ": nothing that a page could send." }));
      var isBasic = scheme.kind === "http" && scheme.scheme === "basic";
      (isBasic ? ["user name", "password"] : [""]).forEach(function (which) {
        var key = name + (which ? " " + which : "");
        var input = make("input", { type: which === "user name" ? "text" : "password", autocomplete: "off" });
        input.value = secrets[key] || "";
        input.addEventListener("input", function () { secrets[key] = input.value; keep(); });
        fields.push(field(key, input));
      });
      parts.push(function (request) {
        if (isBasic) {
          var both = (secrets[name + " user name"] || "") + ":" + (secrets[name + " password"] || "");
          if (both !== ":") request.headers.push(["Authorization", "Basic " + btoa(String.fromCharCode.apply(null, new TextEncoder().encode(both)))]);
          return;
        }
        var secret = secrets[name];
        if (!secret) return;
        if (scheme.kind === "http") request.headers.push(["Authorization", (scheme.scheme === "bearer" ? "Bearer" : scheme.scheme) + " " + secret]);
        else if (scheme.in === "header") request.headers.push([scheme.name, secret]);
        else if (scheme.in === "query") request.query.push(encode(scheme.name) + "=" + encode(secret));
        else request.notes.push("A page cannot send the cookie " + scheme.name + "; the browser sends those it has for this server.");
      });
    });
    if (fields.length) fields.push(make("p", { class: "note", text: "Credentials stay in this tab and are gone when it is closed." }));
    children.push(group("Credentials", fields));

    var titles = { path: "Path", query: "Query", querystring: "Query", header: "Headers", cookie: "Cookies" }, groups = {};
    call.parameters.forEach(function (it) {
      var input = control(it);
      var note = it.in === "cookie" ? "A page cannot send cookies; the browser sends those it has." : it.type === "array" ? "Commas between the items, or JSON." : it.type === "object" ? "JSON." : "";
      (groups[it.in] = groups[it.in] || []).push(field(it.name + (it.required ? " *" : ""), input, note));
      parts.push(function (request) {
        var text = input.value;
        if (text === "" && it.in !== "path") return;
        var value = read(it, text);
        if (it.in === "path") request.path = request.path.split("{" + it.name + "}").join(inPath(it, value));
        else if (it.in === "query") request.query = request.query.concat(query(it, value));
        else if (it.in === "querystring") request.query.push(text);
        else if (it.in === "header") request.headers.push([it.name, simple(it, value, String)]);
      });
    });
    Object.keys(groups).forEach(function (name) { children.push(group(titles[name] || name, groups[name])); });

    var body = call.body;
    if (body && (body.kind === "json" || body.kind === "text")) {
      var area = make("textarea", { "aria-label": "Body", spellcheck: "false", rows: 10 });
      area.value = body.text || "";
      children.push(group("Body (" + body.media + ")", [area]));
      parts.push(function (request) {
        if (!area.value.trim() && !body.required) return;
        if (body.kind === "json") JSON.parse(area.value);
        request.headers.push(["Content-Type", body.media.indexOf("*") < 0 ? body.media : body.kind === "json" ? "application/json" : "text/plain"]);
        request.body = area.value;
      });
    } else if (body && body.kind === "file") {
      var file = make("input", { type: "file" });
      children.push(group("Body (" + body.media + ")", [field("File", file)]));
      parts.push(function (request) {
        if (!file.files[0]) return;
        request.headers.push(["Content-Type", body.media.indexOf("*") < 0 ? body.media : file.files[0].type || "application/octet-stream"]);
        request.body = file.files[0];
      });
    } else if (body) {
      var inputs = (body.fields || []).map(function (it) {
        var input = make("input", it.file ? { type: "file" } : { type: "text", placeholder: it.example || "" });
        return { it: it, input: input };
      });
      children.push(group("Body (" + body.media + ")", inputs.map(function (one) { return field(one.it.name, one.input); })));
      parts.push(function (request) {
        request.body = body.kind === "form" ? new URLSearchParams() : new FormData();
        inputs.forEach(function (one) {
          if (one.it.file) { if (one.input.files[0]) request.body.append(one.it.name, one.input.files[0]); }
          else if (one.input.value !== "") request.body.append(one.it.name, one.input.value);
        });
      });
    }

    var answer = make("div", { class: "answer", role: "status" });
    var sending = make("button", { type: "submit", class: "primary", text: "Send" });
    var form = make("form", { "aria-label": "Try it" }, children.concat(make("div", {}, [sending])));
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var request = { path: call.path, query: [], headers: [], body: undefined, notes: [] };
      if (call.accept) request.headers.push(["Accept", call.accept]);
      try { parts.forEach(function (part) { part(request); }); }
      catch (error) { return answer.replaceChildren(make("p", { class: "wrong", text: "Nothing was sent: " + error.message })); }
      var url = base() + request.path.split("?")[0];
      var fixed = request.path.split("?").slice(1);
      var search = fixed.concat(request.query).join("&");
      send(url + (search ? "?" + search : ""), call.method, request, answer, sending);
    });
    panel.append(form, answer);
    var first = form.querySelector("input:not([hidden]), select, textarea");
    if (first) first.focus();
  };

  function code(text, language) {
    var pre = make("pre", { tabindex: "0" }, [make("code", { class: "language-" + language, text: text })]);
    return pre;
  }
  function shown(text) { return text.length > 200000 ? text.slice(0, 200000) + "\n… cut here" : text; }
  function show(answer, children) {
    answer.replaceChildren.apply(answer, children.filter(Boolean));
    all("pre", answer).forEach(verbatim.dress);
  }
  function send(url, method, request, answer, sending) {
    var started = performance.now();
    var lines = [method + " " + url].concat(request.headers.map(function (it) { return it[0] + ": " + (/authorization|key|token|secret/i.test(it[0]) ? "…" : it[1]); }));
    var told = make("details", {}, [make("summary", { text: "Request" }), code(lines.join("\n"), "http")].concat(request.notes.map(function (it) { return make("p", { class: "note", text: it }); })));
    sending.disabled = true;
    var options = { method: method, headers: request.headers, credentials: "same-origin", referrerPolicy: "no-referrer" };
    if (request.body !== undefined && method !== "GET" && method !== "HEAD") options.body = request.body;
    var asked;
    try { asked = fetch(url, options); } catch (error) { asked = Promise.reject(error); }
    asked.then(function (response) {
      return response.blob().then(function (blob) {
        var time = Math.round(performance.now() - started), kind = response.headers.get("content-type") || "";
        var headers = [];
        response.headers.forEach(function (value, name) { headers.push(name + ": " + value); });
        var head = make("p", {}, [
          make("span", { class: "status s" + String(response.status)[0], text: String(response.status) }),
          " " + (response.statusText || "") + " · " + time + " ms · " + blob.size + " bytes"
        ]);
        var isText = /json|xml|text|javascript|yaml|csv|form-urlencoded/i.test(kind) || (!kind && blob.size < 100000);
        return (isText ? blob.text() : Promise.resolve(null)).then(function (text) {
          var body;
          if (text === null) body = blob.size ? make("p", {}, [make("a", { href: URL.createObjectURL(blob), download: "answer", text: "Save the answer (" + kind + ")" })]) : null;
          else if (text) {
            var language = "http";
            try { if (/json/i.test(kind)) { text = JSON.stringify(JSON.parse(text), null, 2); language = "json"; } } catch (_) { /* as it came */ }
            body = code(shown(text), language);
          }
          show(answer, [head, body, make("details", {}, [make("summary", { text: headers.length + " headers" }), code(headers.join("\n"), "http")]), told]);
        });
      });
    }).catch(function (error) {
      var here = location.protocol === "file:" ? "a page on a disk, whose origin is null" : location.origin;
      show(answer, [
        make("p", { class: "wrong", text: "There is no answer that this page may read (" + error.message + ")." }),
        make("p", { class: "note", text: "Either the server cannot be reached, or it does not allow " + here + " to read what it answers: it would have to send Access-Control-Allow-Origin, and to answer OPTIONS for what it allows (CORS)." }),
        location.protocol === "https:" && /^http:/.test(url) ? make("p", { class: "note", text: "A page that came over https may not call a server over http." }) : null,
        told
      ]);
    }).then(function () { sending.disabled = false; });
  }
})();
