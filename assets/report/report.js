// Makes the map of a report live: pan, zoom, hover, search, and the ties of an actor.
// Everything it says is read from the tables of the page; nothing is loaded, stored or sent.
(function () {
  'use strict';
  const figure = document.querySelector('figure.map');
  const svg = figure && figure.querySelector('.stage svg');
  if (!svg || !svg.viewBox.baseVal || !svg.viewBox.baseVal.width) return;
  const part = (name) => figure.querySelector(name);
  const [stage, card, chosen, status, field, found, room] =
    ['.stage', '.card', '.chosen', '[role=status]', 'input', '#found', '.room'].map(part);

  // What is on the map, from the tables below it.
  const actors = new Map();
  const ties = new Map();
  const cells = (row) => Array.from(row.cells, (cell) => cell.textContent);
  document.querySelectorAll('tr[data-of]').forEach((row) => {
    const [name, kind, where, jobs, , all] = cells(row);
    actors.set(row.dataset.of, { id: row.dataset.of, name, kind, where, jobs, all: +all, ties: [], row });
  });
  document.querySelectorAll('tr[data-line]').forEach((row) => {
    const [kind, from, way, to, weight, trust] = cells(row);
    const tie = { id: row.dataset.line, a: row.dataset.from, b: row.dataset.to, kind, from, way, to, weight, trust };
    ties.set(tie.id, tie);
    new Set([tie.a, tie.b]).forEach((end) => actors.has(end) && actors.get(end).ties.push(tie));
  });
  const marks = new Map();
  svg.querySelectorAll('[data-actor]').forEach((mark) => {
    const id = mark.dataset.actor;
    marks.set(id, (marks.get(id) || []).concat(mark));
  });
  const strands = Array.from(svg.querySelectorAll('[data-tie]'));

  const make = (name, text, className) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  };
  const count = (n, one, many) => n + ' ' + (n === 1 ? one : many);
  // Of a large map only the strongest ties are in the table.
  const listed = (actor) => {
    const [n, all] = [actor.ties.length, count(actor.all, 'tie', 'ties')];
    if (!actor.all) return 'No ties';
    return n < actor.all ? (n ? 'The ' + n + ' strongest of ' : 'None of ') + all + (n ? '' : ' is listed') : all + ' with strength';
  };
  const words = (actor) =>
    [actor.kind, actor.where === 'outside' ? 'outside the cluster' : '', count(+actor.jobs, 'job', 'jobs')]
      .filter(Boolean).join(' · ');

  // The part of the map that is in view.
  const base = svg.viewBox.baseVal;
  const air = base.width * 0.05;
  const all = { x: base.x - air, y: base.y - air, w: base.width + 2 * air, h: base.height + 2 * air };
  let view = all;
  let moving = 0;
  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  const show = (next) => {
    view = next;
    svg.setAttribute('viewBox', [next.x, next.y, next.w, next.h].join(' '));
  };
  show(view);
  const within = (value, least, most) => Math.min(Math.max(value, least), most);
  const tamed = (next) => {
    const w = within(next.w, all.w / 40, all.w * 1.6);
    const h = w * all.h / all.w;
    const x = within(next.x + (next.w - w) / 2, all.x - w * 0.8, all.x + all.w - w * 0.2);
    const y = within(next.y + (next.h - h) / 2, all.y - h * 0.8, all.y + all.h - h * 0.2);
    return { x, y, w, h };
  };
  const glide = (target) => {
    cancelAnimationFrame(moving);
    const goal = tamed(target);
    if (still.matches) return show(goal);
    const start = view;
    const began = performance.now();
    const step = (now) => {
      const t = within((now - began) / 220, 0, 1);
      const eased = 1 - Math.pow(1 - t, 3);
      const mix = (key) => start[key] + (goal[key] - start[key]) * eased;
      show({ x: mix('x'), y: mix('y'), w: mix('w'), h: mix('h') });
      if (t < 1) moving = requestAnimationFrame(step);
    };
    moving = requestAnimationFrame(step);
  };
  const onMap = (x, y) => new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
  const zoomed = (factor, at) => ({
    x: at.x - (at.x - view.x) / factor,
    y: at.y - (at.y - view.y) / factor,
    w: view.w / factor,
    h: view.h / factor,
  });
  const middle = () => ({ x: view.x + view.w / 2, y: view.y + view.h / 2 });
  const zoom = (factor, at) => {
    cancelAnimationFrame(moving);
    show(tamed(zoomed(factor, at)));
  };
  const deeds = {
    in: () => glide(zoomed(1.5, middle())),
    out: () => glide(zoomed(1 / 1.5, middle())),
    fit: () => glide(all),
  };

  // Around these actors, with some air, never closer than a quarter of the map.
  const around = (ids) => {
    let box = null;
    ids.forEach((id) => (marks.get(id) || []).forEach((mark) => {
      const b = mark.getBBox();
      const m = svg.getScreenCTM().inverse().multiply(mark.getScreenCTM());
      const [p, q] = [new DOMPoint(b.x, b.y), new DOMPoint(b.x + b.width, b.y + b.height)]
        .map((corner) => corner.matrixTransform(m));
      box = box
        ? [Math.min(box[0], p.x), Math.min(box[1], p.y), Math.max(box[2], q.x), Math.max(box[3], q.y)]
        : [p.x, p.y, q.x, q.y];
    }));
    if (!box) return all;
    const [x, y, right, low] = box;
    // The list of ties lies over a part of a wide room.
    const covered = room.clientWidth > 700 ? chosen.offsetWidth / room.clientWidth : 0;
    const wide = Math.max((right - x) * 1.3, (low - y) * 1.3 * all.w / all.h, all.w / 4);
    const w = Math.min(wide / (1 - covered), all.w * 1.3);
    const h = w * all.h / all.w;
    return { x: (x + right - w * (1 - covered)) / 2, y: (y + low - h) / 2, w, h };
  };

  // One actor with its ties; none clears.
  let current = null;
  const choose = (id, go) => {
    current = actors.has(id) ? id : null;
    const actor = actors.get(current);
    svg.classList.toggle('lit', !!actor);
    const near = new Set(actor ? [current] : []);
    if (actor) actor.ties.forEach((tie) => near.add(tie.a).add(tie.b));
    marks.forEach((list, id) => list.forEach((mark) => {
      mark.classList.toggle('on', near.has(id));
      mark.classList.toggle('self', id === current);
    }));
    strands.forEach((strand) => {
      const tie = ties.get(strand.dataset.tie);
      strand.classList.toggle('on', !!tie && !!actor && (tie.a === current || tie.b === current));
    });
    actors.forEach((other) => other.row.classList.toggle('self', other === actor));
    chosen.textContent = '';
    chosen.hidden = !actor;
    status.textContent = actor ? actor.name + ', ' + count(actor.all, 'tie', 'ties') : 'Nothing chosen';
    if (!actor) return;
    const close = make('button', '×', 'close');
    close.type = 'button';
    close.setAttribute('aria-label', 'Clear the choice');
    close.addEventListener('click', () => { choose(null); stage.focus(); });
    const name = make('h4', actor.name);
    const list = make('ul');
    actor.ties.forEach((tie) => {
      const away = tie.a === current;
      const other = away ? tie.b : tie.a;
      const line = make('li');
      const button = make('button', away ? tie.to : tie.from);
      button.type = 'button';
      button.addEventListener('click', () => choose(other, true));
      const way = tie.way === '→' ? (away ? 'to' : 'from') : 'with';
      line.append(make('span', tie.kind + ' ' + way), ' ', button, ' ', make('small', tie.weight));
      list.append(line);
    });
    chosen.append(close, name, make('p', words(actor)),
      make('p', listed(actor)), list);
    chosen.scrollTop = 0;
    if (go) glide(around(near));
  };

  // What is under the pointer.
  const at = (event) => {
    const mark = event.target.closest('[data-actor]');
    if (mark) return { actor: actors.get(mark.dataset.actor) };
    const strand = event.target.closest('[data-tie]');
    return { tie: strand && ties.get(strand.dataset.tie) };
  };
  const hover = (event) => {
    const { actor, tie } = at(event);
    card.hidden = !actor && !tie;
    if (card.hidden) return;
    card.textContent = '';
    if (actor) {
      card.append(make('b', actor.name), make('span', words(actor)),
        make('span', count(actor.all, 'tie', 'ties')));
    } else {
      card.append(make('b', tie.kind), make('span', tie.from + ' ' + tie.way + ' ' + tie.to),
        make('span', 'Strength ' + tie.weight + ' · trust ' + tie.trust));
    }
    const box = room.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const side = x > box.width - card.offsetWidth - 24 ? x - card.offsetWidth - 14 : x + 14;
    const level = y > box.height - card.offsetHeight - 24 ? y - card.offsetHeight - 14 : y + 14;
    card.style.transform = 'translate(' + Math.max(side, 4) + 'px,' + Math.max(level, 4) + 'px)';
  };

  // Pointers: one drags, two pinch, a short press chooses.
  const held = new Map();
  let travelled = 0;
  let pressed = null;
  stage.addEventListener('pointerdown', (event) => {
    if (event.button > 1) return;
    if (!held.size) {
      travelled = 0;
      pressed = at(event);
    }
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    cancelAnimationFrame(moving);
    card.hidden = true;
  });
  window.addEventListener('pointermove', (event) => {
    const last = held.get(event.pointerId);
    if (!last) return;
    const [from, to] = [onMap(last.x, last.y), onMap(event.clientX, event.clientY)];
    travelled += Math.hypot(event.clientX - last.x, event.clientY - last.y);
    const others = Array.from(held).filter(([id]) => id !== event.pointerId);
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (travelled <= 5) return;
    stage.classList.add('dragging');
    if (others.length) {
      const other = others[0][1];
      const gap = (p) => Math.hypot(p.x - other.x, p.y - other.y) || 1;
      zoom(gap({ x: event.clientX, y: event.clientY }) / gap(last), onMap(other.x, other.y));
    } else {
      show(tamed({ x: view.x + from.x - to.x, y: view.y + from.y - to.y, w: view.w, h: view.h }));
    }
  });
  const release = (event) => {
    if (!held.delete(event.pointerId) || held.size) return;
    stage.classList.remove('dragging');
    if (event.type === 'pointerup' && travelled <= 5) choose(pressed.actor ? pressed.actor.id : null);
  };
  window.addEventListener('pointerup', release);
  window.addEventListener('pointercancel', release);
  stage.addEventListener('pointermove', (event) => { if (!held.size && event.pointerType !== 'touch') hover(event); });
  stage.addEventListener('pointerleave', () => { card.hidden = true; });
  // The wheel belongs to the page until the map was asked for.
  stage.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey && !figure.contains(document.activeElement)) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 33 : event.deltaMode === 2 ? 400 : 1;
    const turn = within(event.deltaY * unit, -240, 240);
    zoom(Math.exp(-turn * (event.ctrlKey && Math.abs(turn) < 20 ? 0.012 : 0.0016)), onMap(event.clientX, event.clientY));
  }, { passive: false });

  // Keys.
  const step = (x, y) => glide({ x: view.x + x * view.w, y: view.y + y * view.h, w: view.w, h: view.h });
  const keys = {
    ArrowLeft: () => step(-0.15, 0),
    ArrowRight: () => step(0.15, 0),
    ArrowUp: () => step(0, -0.15),
    ArrowDown: () => step(0, 0.15),
    '+': deeds.in, '=': deeds.in, '-': deeds.out, '0': deeds.fit,
  };
  stage.addEventListener('keydown', (event) => {
    const deed = keys[event.key];
    if (!deed || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    deed();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    found.hidden = true;
    card.hidden = true;
    if (current) choose(null);
  });

  // Search: any part of a name, those that begin with it first.
  const plain = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  const matches = (text) => {
    const wanted = plain(text.trim());
    if (!wanted) return [];
    const place = (actor) => plain(actor.name).indexOf(wanted);
    return Array.from(actors.values()).filter((actor) => place(actor) >= 0)
      .sort((a, b) => (place(a) > 0) - (place(b) > 0) || a.name.localeCompare(b.name)).slice(0, 8);
  };
  const pick = (id) => {
    found.hidden = true;
    field.value = '';
    choose(id, true);
  };
  field.addEventListener('input', () => {
    const list = matches(field.value);
    found.textContent = '';
    list.forEach((actor) => {
      const button = make('button', actor.name);
      button.type = 'button';
      button.append(' ', make('small', actor.kind));
      button.addEventListener('click', () => { pick(actor.id); stage.focus(); });
      const line = make('li');
      line.append(button);
      found.append(line);
    });
    if (!list.length && field.value.trim()) {
      const among = svg.querySelector('.rest') ? ' among the actors in the table' : '';
      found.append(make('li', 'Nobody by this name' + among, 'none'));
    }
    found.hidden = !found.firstChild;
    status.textContent = field.value.trim() ? count(list.length, 'actor', 'actors') + ' found' : '';
  });
  const buttons = () => Array.from(found.querySelectorAll('button'));
  part('.find').addEventListener('keydown', (event) => {
    const list = buttons();
    const place = list.indexOf(document.activeElement);
    if (event.key === 'Enter' && event.target === field && list.length) {
      list[0].click();
    } else if (event.key === 'ArrowDown' && list.length) {
      list[within(place + 1, 0, list.length - 1)].focus();
    } else if (event.key === 'ArrowUp' && place >= 0) {
      (place ? list[place - 1] : field).focus();
    } else {
      return;
    }
    event.preventDefault();
  });
  document.addEventListener('pointerdown', (event) => {
    if (!event.target.closest('.find')) found.hidden = true;
  });

  // Names in tables show their actor on the map.
  document.querySelectorAll('tr[data-of] > th, tr[data-show] > th').forEach((cell) => {
    const button = make('button', cell.textContent, 'name');
    button.type = 'button';
    button.title = 'Show on the map';
    button.addEventListener('click', () => {
      const row = cell.parentNode.dataset;
      figure.scrollIntoView({ block: 'start', behavior: still.matches ? 'auto' : 'smooth' });
      stage.focus({ preventScroll: true });
      choose(row.of || row.show, true);
    });
    cell.textContent = '';
    cell.append(button);
  });

  // Which section is being read.
  const seen = new IntersectionObserver((entries) => entries.forEach((entry) => {
    const link = document.querySelector('nav a[href="#' + entry.target.id + '"]');
    if (link) link.classList.toggle('here', entry.isIntersecting);
  }), { rootMargin: '-20% 0px -75% 0px' });
  document.querySelectorAll('main > section').forEach((section) => seen.observe(section));

  // A printed map shows all of itself.
  let kept = null;
  window.addEventListener('beforeprint', () => { kept = view; show(all); });
  window.addEventListener('afterprint', () => { if (kept) show(kept); });

  part('.tools').addEventListener('click', (event) => {
    const button = event.target.closest('[data-do]');
    if (button) deeds[button.dataset.do]();
  });
  stage.tabIndex = 0;
  part('.tools').hidden = part('.hint').hidden = false;
  figure.classList.add('live');
})();
