// The search: the only script of the site. It loads the files below search/ (see
// plugins/newsdigest/search/files.py and indexing.py, which say how they are written), what came in
// last and then the newest period first, and shows what it finds as it comes. They are scripts, so
// that it works from file://, too.
"use strict";

(() => {
  const form = document.querySelector("form.search");
  const status = document.querySelector("#nd-status");
  const list = document.querySelector("#nd-results");
  const more = document.querySelector("#nd-more");
  const says = form.dataset;
  const base = new URL(".", location.href);
  const AT_ONCE = 20;
  const LENGTH = 240;
  const TEXTS_TOGETHER = 4;
  const MOST_RECENT = 16;

  const recent = { name: "recent", shards: 2 };
  const segments = [];
  let total = 0;
  for (const part of says.index.split(" ").filter(Boolean)) {
    const [name, shards, years] = part.split(":");
    const segment = { name, shards: Number(shards), start: total, months: [] };
    for (const [year, ...counts] of years.split(";").map((text) => text.split(","))) {
      counts.forEach((count, at) => {
        const month = at < 12 ? `${year}-${String(12 - at).padStart(2, "0")}` : year;
        segment.months.push({ name: year ? month : "undated", year, start: total - segment.start, count: Number(count) });
        total += Number(count);
      });
    }
    segment.end = total;
    segments.push(segment);
  }

  // ---- Files

  const waiting = new Map();
  const loaded = new Map();

  globalThis.newsdigestSearch = (name, ...data) => waiting.get(name)?.(data);

  function load(name) {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        waiting.set(name, resolve);
        script.src = new URL(`${name}.js`, base).href;
        script.onload = () => (script.remove(), reject(new Error(name)));
        script.onerror = () => (script.remove(), loaded.delete(name), reject(new Error(name)));
        document.head.append(script);
      }));
    }
    return loaded.get(name);
  }

  // ---- Words: as plugins/newsdigest/search/words.py has them

  const WIDE = /[\u3040-\u30ff\u3400-\u9fff]/;
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/g;
  const LETTERS = { ß: "ss", æ: "a", œ: "o", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", ى: "ي", ة: "ه", ـ: "" };
  // Ends of folded words behind their stems: for a form that a period does not hold, its stem serves.
  const ENDING = new RegExp(
    "^(?:(?:heit|keit|lich|isch|ung|ig|ation|ition|ion|sion|ment|ite|ity|ness|[ai]ble|ive?|al|ance|ence|eur|zion|cion|ador|idad|mente|osc|osci|ani|eni|owan)?" +
      "(?:e[mnrs]?|ern?|ens|innen|in|n|s|t|te[nrs]?|et|ed|ing|ly|y|ies|a|o|i|as|os|is|us|ad[oa]s?|ando|e?nt|ez|ons|ees|ow|owi|ach|ami|om|ie|ego|emu|ych|ymi)?" +
      "|(?:ост|ени|ани|аци|ическ|тельн|ск|н|ов)?(?:[аеиоуыэюяь]{0,3}|[оеыи][вмих]|ами?|ях?|ями?|ого|его|ому|ему|ими|ыми)" +
      "|ات|ين|ون|ان|ه|ها|ي)$",
  );

  function splitWords(text) {
    const words = text.toLowerCase().normalize("NFC").replace(MARKS, "").match(/[\p{L}\p{N}]+/gu) ?? [];
    return words.flatMap((word) => (WIDE.test(word) ? pairSigns(word) : [word]));
  }

  function pairSigns(word) {
    const signs = Array.from(word);
    return signs.length < 2 ? [word] : signs.slice(1).map((sign, at) => signs[at] + sign);
  }

  function fold(word) {
    const plain = word.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ßæœøłđðþıςىةـ]/g, (sign) => LETTERS[sign]);
    return plain.replace(/ae|oe|(?<![aeq])ue/g, (pair) => pair[0]).replace(/^[وفبك]?ال(?=..)/, "");
  }

  function foldWords(text) {
    return splitWords(text).map(fold).filter(Boolean);
  }

  // ---- The words of a period

  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

  function readNumbers(text) {
    const numbers = [];
    let value = 0;
    let unit = 1;
    for (const sign of text) {
      const digit = DIGITS.indexOf(sign);
      value += (digit % 32) * unit;
      unit *= 32;
      if (digit >= 32) continue;
      numbers.push(value);
      value = 0;
      unit = 1;
    }
    return numbers;
  }

  function findShard(word, count) {
    let value = 0;
    for (const sign of Array.from(word).slice(0, 4)) value = (value * 31 + sign.codePointAt(0)) % 65521;
    return value % count;
  }

  /** What a period holds of a word: how much it weighs in which article, and how it is written. */
  async function look(segment, word) {
    const bare = word.replace(/^.:/, "");
    const [text, ranks, years] = await load(`${segment.name}/w${findShard(bare, segment.shards)}`);
    if (segment === recent) Object.assign(recent, { ranks: readNumbers(ranks), years });
    const found = { articles: new Map(), forms: new Set([bare]), keys: new Set() };
    const exact = text.split("\n").filter((line) => listForms(line).includes(word));
    for (const line of exact.length || word !== bare ? exact : findStem(text, word)) {
      const [key] = line.split(/[+, ]/, 1);
      found.keys.add(key);
      for (const one of listForms(line)) found.forms.add(one);
      let article = -1;
      for (const number of readNumbers(line.slice(line.indexOf(" ") + 1))) {
        article += Math.floor(number / 3) + 1;
        found.articles.set(article, Math.max(found.articles.get(article) ?? 0, 1 + (number % 3)));
      }
    }
    return found;
  }

  function listForms(line) {
    const words = line.slice(0, line.indexOf(" "));
    const key = words.split(/[+,]/, 1)[0];
    return words.split(/(?=[+,])/).map((form, at) => (at ? form.replace(/^\+/, key).replace(/^,/, "") : key));
  }

  function findStem(text, word) {
    for (let end = word.length - 1; end >= Math.max(4, word.length - 5); end -= 1) {
      if (!ENDING.test(word.slice(end))) continue;
      const key = word.slice(0, end);
      const line = `\n${text}\n`.match(new RegExp(`\n(${key}[+, ].*)\n`))?.[1];
      if (line) return [line];
    }
    return [];
  }

  // ---- Questions

  function readQuestion() {
    const data = new FormData(form);
    const phrases = [];
    const text = data.get("q").replace(/["„“”«»]([^"„“”«»]+)["„“”«»]/g, (_, phrase) => (phrases.push(foldWords(phrase)), ` ${phrase} `));
    const section = foldWords(data.get("section")).join("");
    const filters = [...foldWords(data.get("person")).map((word) => `p:${word}`), ...foldWords(data.get("place")).map((word) => `l:${word}`)];
    return {
      words: [...new Set(foldWords(text))],
      phrases: phrases.filter((words) => words.length > 1),
      filters: section ? [...filters, `s:${section}`] : filters,
      year: data.get("year"),
      best: data.get("order") === "best",
    };
  }

  /** What a segment holds of a question, newest first; phrases are not looked up yet. */
  async function search(segment, question) {
    const terms = await Promise.all([...question.words, ...question.filters].map((word) => look(segment, word)));
    const words = terms.slice(0, question.words.length);
    const [first, ...others] = [...terms].sort((one, other) => one.articles.size - other.articles.size);
    const hits = [];
    for (const article of first.articles.keys()) {
      if (!others.every((term) => term.articles.has(article))) continue;
      const hit = { article, words, weights: words.map((term) => term.articles.get(article)), ...place(segment, article) };
      if (!question.year || hit.year === question.year) hits.push(hit);
    }
    return { hits: hits.sort(byRank), counts: words.map((term) => term.articles.size) };
  }

  const byRank = (one, other) => one.rank - other.rank;

  /** An article's rank among all when the newest comes first, its year, and where its text stands. */
  function place(segment, article) {
    if (segment === recent) {
      const file = `recent/t${Math.floor(article / TEXTS_TOGETHER)}`;
      return { rank: recent.ranks[article] / MOST_RECENT, year: recent.years[article], file, line: article % TEXTS_TOGETHER };
    }
    const { name, year, start, count } = segment.months.findLast((month) => month.start <= article);
    const before = start + count - 1 - article;
    const file = `texts/${name}/${Math.floor(before / TEXTS_TOGETHER)}`;
    // What is recent stands between two whole numbers.
    return { rank: segment.start + article + 0.99, year, file, line: before % TEXTS_TOGETHER };
  }

  /** The more of the words stand in it, the oftener, and the rarer they are in all that was searched. */
  function rate({ weights }, { counts, articles }) {
    return Math.round(1e6 * weights.reduce((sum, weight, at) => sum + weight * Math.log(1 + articles / counts[at]), 0));
  }

  async function readText({ file, line }) {
    const [articles] = await load(file);
    const [address, title, language, date, section, text] = articles[line];
    return { address, title, language, date, section, text };
  }

  async function holdsPhrases(hit, phrases) {
    const { title, text } = await readText(hit);
    const parts = [title, ...text.split("\n")].map(foldWords);
    return phrases.every((phrase) => parts.some((words) => words.some((_, at) => phrase.every((word, further) => words[at + further] === word))));
  }

  // ---- What is shown

  const tongue = document.documentElement.lang;

  async function draw(hit) {
    const { address, title, language, date, section, text } = await readText(hit);
    const item = document.createElement("li");
    const head = document.createElement("h2");
    const link = document.createElement("a");
    link.href = new URL(`../${address}index.html`, base).href;
    const about = document.createElement("p");
    about.className = "meta";
    if (date) {
      const time = document.createElement("time");
      time.dateTime = date;
      time.textContent = tellDate(date);
      about.append(time);
    } else about.append(says.undated);
    if (section) about.append(` · ${section}`);
    const excerpt = document.createElement("p");
    for (const element of language === tongue ? [] : [link, excerpt]) {
      element.lang = language;
      element.dir = "auto";
    }
    mark(link, title, hit.words);
    mark(excerpt, cut(text, hit.words), hit.words);
    head.append(link);
    item.append(head, about, excerpt);
    return item;
  }

  function tellDate(date) {
    const [year, month, day] = date.slice(0, 10).split("-").map(Number);
    const parts = { year: "numeric", timeZone: "UTC", ...(month && { month: "long" }), ...(day && { day: "numeric" }) };
    const moment = new Date(0);
    moment.setUTCFullYear(year, (month || 1) - 1, day || 1);
    return new Intl.DateTimeFormat(tongue === "ar" ? "ar-u-nu-latn-ca-gregory" : tongue, parts).format(moment);
  }

  /** Whether a word of a text is, or is made with, one that was looked for. */
  function findsWord(written, words) {
    const folded = fold(written.toLowerCase().normalize("NFC").replace(MARKS, ""));
    return words.some(({ forms, keys }) => forms.has(folded) || [...keys].some((key) => key.length > 3 && folded.includes(key)));
  }

  function splitText(text) {
    return WIDE.test(text) ? Array.from(text) : text.split(/([\p{L}\p{N}\p{M}]+)/u);
  }

  function mark(element, text, words) {
    const wide = WIDE.test(text) && words.flatMap(({ forms }) => [...forms]).join("");
    for (const part of splitText(text)) {
      if (wide ? wide.includes(part) && WIDE.test(part) : /^[\p{L}\p{N}]/u.test(part) && findsWord(part, words)) {
        const marked = document.createElement("mark");
        marked.textContent = part;
        element.append(marked);
      } else element.append(part);
    }
  }

  /** The part of a text in which most of the words stand close together. */
  function cut(text, words) {
    const parts = splitText(text.replaceAll("\n", " "));
    const starts = [];
    let length = 0;
    parts.forEach((part, at) => {
      const which = words.findIndex((word) => /^[\p{L}\p{N}]/u.test(part) && findsWord(part, [word]));
      if (which >= 0) starts.push({ at, which, place: length });
      length += part.length;
    });
    const richness = (start) => new Set(starts.filter(({ place }) => place >= start.place && place < start.place + LENGTH - 60).map(({ which }) => which)).size;
    const best = starts.reduce((one, other) => (one && richness(one) >= richness(other) ? one : other), undefined);
    let begin = best ? best.at : 0;
    for (let room = 60; begin > 0 && room > parts[begin - 1].length; begin -= 1) room -= parts[begin - 1].length;
    while (begin && begin < best.at && !/^[\p{L}\p{N}]/u.test(parts[begin])) begin += 1;
    let end = begin;
    for (let room = LENGTH; end < parts.length && room > 0; end += 1) room -= parts[end].length;
    return (begin ? "… " : "") + parts.slice(begin, end).join("").trim() + (end < parts.length ? " …" : "");
  }

  // ---- One search at a time

  let current = 0;

  async function run(keep) {
    const mine = (current += 1);
    const question = readQuestion();
    if (keep) history.replaceState(null, "", `#${new URLSearchParams([...new FormData(form)].filter(([, value]) => value))}`);
    list.replaceChildren();
    more.hidden = true;
    status.textContent = question.words.length + question.filters.length ? says.searching : "";
    if (!status.textContent) return;
    const hits = [];
    let shown = 0;
    let limit = AT_ONCE;
    let failed = false;

    const notice = async (promise) => {
      try {
        return await promise;
      } catch {
        failed = true;
        return undefined;
      }
    };
    const tell = (done) => {
      const said = done ? (hits.length ? says.found : says.nothing) : hits.length ? says.sofar : says.searching;
      status.textContent = said.replace("{}", hits.length.toLocaleString(tongue)) + (failed ? ` · ${says.failed}` : "");
    };
    /** Shows hits up to the limit, and waits to be asked for more; false when another search has begun. */
    const show = async (done) => {
      let asked = false;
      for (;;) {
        tell(false);
        while (shown < Math.min(limit, hits.length)) {
          // The first one comes alone, so that it comes soon.
          if (shown) for (const next of hits.slice(shown + 1, Math.min(limit, shown + 5))) readText(next).catch(() => {});
          const item = await notice(draw(hits[shown]));
          if (mine !== current) return false;
          shown += 1;
          if (item) list.append(item);
          if (item && asked) item.querySelector("a").focus();
          asked &&= !item;
        }
        tell(done);
        if (shown < limit || (done && shown === hits.length)) break;
        more.hidden = false;
        await new Promise((resolve) => (more.onclick = resolve));
        if (mine !== current) return false;
        more.hidden = asked = true;
        limit += AT_ONCE;
      }
      return true;
    };
    const add = async (found) => {
      for (const hit of found) {
        if (question.phrases.length && !(await notice(holdsPhrases(hit, question.phrases)))) continue;
        if (mine !== current) return false;
        hits.push(hit);
        if (question.phrases.length && !question.best && !(await show(false))) return false;
      }
      return mine === current && (question.best || show(false));
    };

    const wanted = segments.filter(({ months }) => !question.year || months.some(({ year }) => year === question.year));
    const searched = { articles: 0, counts: question.words.map(() => 0) };
    const ask = async (segment) => {
      const { hits: found, counts } = (await notice(search(segment, question))) ?? { hits: [], counts: [] };
      searched.articles += segment === recent ? (recent.ranks?.length ?? 0) : segment.end - segment.start;
      counts.forEach((count, at) => (searched.counts[at] += count));
      return found;
    };
    const late = await ask(recent);
    for (const [at, segment] of wanted.entries()) {
      // As long as nothing was found, the next one is asked for at the same time.
      if (question.best || (at && !hits.length)) for (const next of wanted.slice(at + 1, question.best ? undefined : at + 2)) search(next, question).catch(() => {});
      const found = [...(await ask(segment)), ...late.filter(({ rank }) => rank < segment.end)].sort(byRank);
      late.splice(0, late.findLastIndex(({ rank }) => rank < segment.end) + 1);
      if (!(await add(found))) return;
    }
    if (!(await add(late))) return;
    if (question.best) {
      for (const hit of hits) hit.score = rate(hit, searched);
      hits.sort((one, other) => other.score - one.score);
    }
    await show(true);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(true);
  });
  for (const field of form.querySelectorAll("select, [type=radio]")) field.addEventListener("change", () => run(true));

  // An address may hold a question: search/index.html#q=… or ?q=…
  const given = new URLSearchParams(location.hash.slice(1) || location.search);
  for (const [name, value] of given) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  if ([...given.keys()].length) run(false);
})();
