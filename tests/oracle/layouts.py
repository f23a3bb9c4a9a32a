#!/usr/bin/env python3
"""Lays out the very graphs of `cargo bench --bench layout -- SIZES write=DIR` with other programs and scores all alike.

    python3 tests/oracle/layouts.py DIR [--sizes 1000 10000] [--only sfdp fmmm] [--limit 600]

What is not installed is left out. See README.md beside this file.
"""

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent


def busy():
    """Processor seconds of this process and those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


class Clock:
    """Processor and clock milliseconds of a `with` block."""

    def __enter__(self):
        self.cpu, self.wall = busy(), time.time()
        return self

    def __exit__(self, *_):
        self.cpu, self.wall = (busy() - self.cpu) * 1e3, (time.time() - self.wall) * 1e3


def tulip(algorithm):
    def lay(n, ties, clock):
        from tulip import tlp
        graph = tlp.newGraph()
        nodes = graph.addNodes(n)
        graph.addEdges([(nodes[a], nodes[b]) for a, b in ties.tolist()])
        places = graph.getLayoutProperty("viewLayout")
        with clock:
            graph.applyLayoutAlgorithm(algorithm, places)
        return np.array([[places[node][0], places[node][1]] for node in nodes])
    return lay


def igraph_fr(n, ties, clock):
    import igraph
    graph = igraph.Graph(n, ties.tolist())
    with clock:
        places = graph.layout_fruchterman_reingold(niter=500)
    return np.array(places.coords)


def sgd2(n, ties, clock):
    import s_gd2
    a, b = ties[:, 0].astype("int32"), ties[:, 1].astype("int32")
    with clock:
        return s_gd2.layout_sparse(a, b, 200 if n <= 1000 else 50)


def networkit_pivots(n, ties, clock):
    import networkit
    graph = networkit.Graph(n)
    for a, b in ties.tolist():
        graph.addEdge(a, b)
    with clock:
        layout = networkit.viz.PivotMDS(graph, 2, 50)
        layout.run()
    return np.array(layout.getCoordinates())


def sfdp(n, ties, clock):
    if not shutil.which("sfdp"):
        raise ImportError("sfdp")
    text = "graph{" + ";".join(f"{a}--{b}" for a, b in ties.tolist()) + "}"
    with clock:
        out = subprocess.run(["sfdp", "-Tplain"], input=text, capture_output=True, text=True, check=True).stdout
    places = np.zeros((n, 2))
    for line in out.splitlines():
        if line.startswith("node "):
            words = line.split()
            places[int(words[1])] = float(words[2]), float(words[3])
    return places


def javascript(which):
    def lay(n, ties, clock):
        if not shutil.which("node"):
            raise ImportError("node")
        task = json.dumps({"which": which, "n": n, "ties": ties.tolist()})
        done = subprocess.run(["node", str(HERE / "layouts.mjs")], input=task, capture_output=True, text=True)
        if done.returncode:
            raise ImportError(done.stderr.strip().splitlines()[-1] if done.stderr else which)
        answer = json.loads(done.stdout)
        clock.cpu, clock.wall = answer["cpu"], answer["wall"]
        return np.array(answer["places"])
    return lay


PROGRAMS = {
    "fme": ("Tulip/OGDF fast multipole embedder", tulip("Fast Multipole Embedder (OGDF)")),
    "fmmm": ("Tulip/OGDF FMMM", tulip("Fast Multipole Multilevel Embedder (OGDF)")),
    "sfdp": ("Graphviz sfdp", sfdp),
    "sgd2": ("s_gd2 sparse", sgd2),
    "pivots": ("NetworKit PivotMDS", networkit_pivots),
    "fr": ("igraph Fruchterman–Reingold, 500 steps", igraph_fr),
    "fa2": ("graphology ForceAtlas2, 300 steps", javascript("fa2")),
    "d3": ("d3-force, 300 steps", javascript("d3")),
}


def lay_out(key, n, ties, pipe):
    """Runs in a process of its own, so that it can be ended and counts its own time."""
    clock = Clock()
    try:
        places = PROGRAMS[key][1](n, ties, clock)
        pipe.send((places, clock.cpu, clock.wall))
    except ImportError as missing:
        pipe.send(str(missing))


def rows(n, ties):
    ends = np.concatenate([ties, ties[:, ::-1]])
    order = np.argsort(ends[:, 0], kind="stable")
    starts = np.searchsorted(ends[order, 0], np.arange(n + 1))
    return starts, ends[order, 1]


def hops(n, starts, ends, source):
    found = np.full(n, -1)
    found[source] = 0
    queue = deque([source])
    while queue:
        i = queue.popleft()
        for j in ends[starts[i]:starts[i + 1]]:
            if found[j] < 0:
                found[j] = found[i] + 1
                queue.append(j)
    return found


class Scorer:
    """One judge for all: the same sampled pairs of actors and of ties for every layout of a graph."""

    def __init__(self, n, ties):
        chance = np.random.default_rng(5)
        starts, ends = rows(n, ties)
        sources = np.arange(n) if n <= 1000 else chance.choice(n, 100 if n <= 20_000 else 20, replace=False)
        self.sources = [(s, hops(n, starts, ends, s)) for s in sources]
        self.pairs = ties[chance.integers(0, len(ties), (1_000_000, 2))]
        self.some = chance.choice(n, min(n, 300), replace=False)

    def score(self, places, grouped):
        count = total = squares = 0.0
        for source, far in self.sources:
            there = far > 0
            ratio = np.linalg.norm(places[there] - places[source], axis=1) / far[there]
            count += len(ratio)
            total += ratio.sum()
            squares += (ratio * ratio).sum()
        (a, b), (c, d) = self.pairs[:, 0].T, self.pairs[:, 1].T
        strangers = (a != c) & (a != d) & (b != c) & (b != d)
        p, q, r, s = (places[k] for k in (a, b, c, d))

        def side(u, v, w):
            return (v[:, 0] - u[:, 0]) * (w[:, 1] - u[:, 1]) - (v[:, 1] - u[:, 1]) * (w[:, 0] - u[:, 0])

        crossing = strangers & (side(p, q, r) * side(p, q, s) < 0) & (side(r, s, p) * side(r, s, q) < 0)
        own = float("nan")
        if grouped:
            inside = 0
            for i in self.some:
                near = np.argpartition(((places - places[i]) ** 2).sum(axis=1), 10)[:11]
                inside += sum(j // 50 == i // 50 for j in near if j != i)
            own = inside / 10 / len(self.some)
        return 1 - total * total / squares / count, crossing.mean(), own


def report(name, cpu, wall, figures):
    stress, crossing, own = figures
    print(f"| {name} | {cpu:,.0f} | {wall:,.0f} | {stress:.4f} | {crossing:.4f} | {own:.3f} |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--only", nargs="+", choices=PROGRAMS, default=list(PROGRAMS))
    parser.add_argument("--limit", type=float, default=600, help="seconds for one layout")
    args = parser.parse_args()
    for size in args.sizes:
        for kind in ("ba", "pp"):
            stem = args.folder / f"{kind}{size}"
            if not stem.with_suffix(".ties").exists():
                sys.exit(f"{stem}.ties is missing: cargo bench --bench layout -- {size} write={args.folder}")
            ties = np.loadtxt(stem.with_suffix(".ties"), dtype=np.int64)
            n = int(ties.max()) + 1
            scorer = Scorer(n, ties)
            print(f"\n{kind}, {n} actors, {len(ties)} ties, load {os.getloadavg()[0]:.1f}\n")
            print("| Program | CPU ms | wall ms | stress | crossing | own group |")
            print("| --- | --- | --- | --- | --- | --- |")
            cpu, wall = map(float, Path(f"{stem}.milieu.ms").read_text().split())
            report("Milieu", cpu, wall, scorer.score(np.loadtxt(f"{stem}.milieu.xy"), kind == "pp"))
            for key in args.only:
                ours, theirs = multiprocessing.Pipe()
                worker = multiprocessing.Process(target=lay_out, args=(key, n, ties, theirs))
                worker.start()
                if not ours.poll(args.limit):
                    worker.kill()
                    print(f"| {PROGRAMS[key][0]} | over {args.limit:,.0f} s |", flush=True)
                else:
                    answer = ours.recv()
                    if isinstance(answer, str):
                        print(f"(without {PROGRAMS[key][0]}: {answer})", flush=True)
                    else:
                        places, cpu, wall = answer
                        report(PROGRAMS[key][0], cpu, wall, scorer.score(places, kind == "pp"))
                worker.join()


if __name__ == "__main__":
    main()
