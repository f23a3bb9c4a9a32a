#!/usr/bin/env python3
"""Compares what `milieu metrics` says about random projects with networkx and python-igraph.

    python3 tests/oracle/compare.py [--milieu target/debug/milieu] [--projects 40] [--seed 1]

Ends with exit status 1 and a list when anything differs by more than 1e-9, relative. See README.md beside this file.
"""

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import igraph
import networkx as nx

# Kinds of actors with their role: producer, service, public body, association, demand.
ROLES = {
    "final": 0, "intermediate": 0, "related": 0,
    "supplier": 1, "service": 1, "finance": 1, "intermediary": 1,
    "university": 2, "institute": 2, "training": 2, "standards": 2, "center": 2, "government": 2,
    "association": 3,
    "customer": 4,
}
TIES = ["supply", "knowledge", "cooperation", "competition", "social", "governance", "finance", "labor",
        "spinoff", "ownership"]
BOTH_WAYS = {"cooperation", "social"}
TRIADS = ["003", "012", "102", "021D", "021U", "021C", "111D", "111U", "030T", "030C", "201", "120D", "120U",
          "120C", "210", "300"]
TOLERANCE = 1e-9


def project(chance):
    """A random project: several components, loops, parallel, disabled and external ties."""
    n = chance.choice([0, 1, 2, 3, 5, 12, 30, 60, 120])
    actors = [{"id": f"a{i + 1}", "name": f"Actor {i + 1}", "kind": chance.choice(list(ROLES)), "x": 0, "y": 0,
               "external": chance.random() < 0.12} for i in range(n)]
    ties = []
    for number in range(chance.randrange(4 * n + 1)):
        # A product of two draws makes hubs.
        ends = [int(chance.random() * chance.random() * n), chance.randrange(n)]
        chance.shuffle(ends)
        kind = chance.choice(TIES)
        ties.append({"id": f"t{number + 1}", "kind": kind, "from": f"a{ends[0] + 1}", "to": f"a{ends[1] + 1}",
                     "mutual": kind == "knowledge" and chance.random() < 0.3,
                     "weight": round(chance.uniform(0.05, 1), 3), "trust": round(chance.random(), 3),
                     "enabled": chance.random() < 0.92})
    return {"milieu": {"format": 1}, "project": {"title": "Oracle"}, "actors": actors, "ties": ties}


def views(data):
    """N, D and N with external actors, put together from the file alone."""
    external = {actor["id"]: actor["external"] for actor in data["actors"]}
    plain, directed, opened = nx.Graph(), nx.DiGraph(), nx.Graph()
    local = [actor["id"] for actor in data["actors"] if not actor["external"]]
    plain.add_nodes_from(local)
    directed.add_nodes_from(local)
    opened.add_nodes_from(external)
    for tie in data["ties"]:
        start, end = tie["from"], tie["to"]
        if not tie["enabled"] or start == end or tie["kind"] == "competition":
            continue
        opened.add_edge(start, end)
        if external[start] or external[end]:
            continue
        plain.add_edge(start, end, weight=plain.get_edge_data(start, end, {"weight": 0})["weight"] + tie["weight"])
        ways = [(start, end)]
        if tie["kind"] in BOTH_WAYS or tie["mutual"]:
            ways.append((end, start))
        for a, b in ways:
            directed.add_edge(a, b, weight=directed.get_edge_data(a, b, {"weight": 0})["weight"] + tie["weight"])
    return plain, directed, opened, external


def defined(value):
    """What networkx calls NaN is undefined here."""
    return None if value is None or not math.isfinite(value) else value


def largest(graph):
    """The largest component; of one size the one with the first actor."""
    order = {node: i for i, node in enumerate(graph)}
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(order[v] for v in part)))
    return graph.subgraph(parts[0]) if parts else graph


def slope(points):
    """Least squares, None where x does not vary."""
    n = len(points)
    if n == 0 or len({x for x, _ in points}) < 2:
        return None
    mean_x, mean_y = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


def brokerage(directed, role):
    """Roles by looking at every open path."""
    counts = {v: Counter() for v in directed}
    for v in directed:
        for a in directed.predecessors(v):
            for b in directed.successors(v):
                if a == b or directed.has_edge(a, b):
                    continue
                x, y, z = role[a], role[v], role[b]
                part = ("coordinator" if x == y == z else "itinerant" if x == z else "gatekeeper" if y == z
                        else "representative" if x == y else "liaison")
                counts[v][part] += 1
    return counts


def constraint(network, weight="weight"):
    """Burt's constraint, None for isolates; networkx takes no empty network."""
    return {v: defined(c) for v, c in nx.constraint(network, weight=weight).items()} if network else {}


def effective_size(plain):
    return {v: defined(s) for v, s in nx.effective_size(plain).items()} if plain else {}


def mean(values):
    return sum(values) / len(values) if values else None


def figures(data, plain, directed, opened, external):
    """Figures of the whole by id."""
    n, m = plain.number_of_nodes(), plain.number_of_edges()
    role = {actor["id"]: ROLES[actor["kind"]] for actor in data["actors"]}
    kind = {actor["id"]: actor["kind"] for actor in data["actors"]}
    nx.set_node_attributes(plain, role, "role")
    nx.set_node_attributes(plain, kind, "kind")
    degree = dict(plain.degree())
    parts = list(nx.connected_components(plain))
    triples = sum(k * (k - 1) for k in degree.values())
    found = {
        "actors": n,
        "tied_pairs": m,
        "density": nx.density(plain) if n > 1 else None,
        "arc_density": nx.density(directed) if n > 1 else None,
        "mean_degree": 2 * m / n if n else None,
        "components": len(parts),
        "largest_component": max(map(len, parts), default=0),
        "transitivity": nx.transitivity(plain) if triples else None,
        "mean_clustering": nx.average_clustering(plain) if n else None,
        "global_efficiency": nx.global_efficiency(plain) if n > 1 else None,
        "local_efficiency": nx.local_efficiency(plain) if n else None,
        "articulation_points": len(list(nx.articulation_points(plain))),
        "bridges": len(list(nx.bridges(plain))),
    }
    degrees = [degree[v] for pair in plain.edges for v in pair]
    found["degree_assortativity"] = (
        defined(nx.degree_assortativity_coefficient(plain)) if len(set(degrees)) > 1 else None)
    for name in ("kind", "role"):
        attributes = {plain.nodes[v][name] for pair in plain.edges for v in pair}
        found[f"{name}_assortativity"] = (
            nx.attribute_assortativity_coefficient(plain, name) if len(attributes) > 1 else None)
    cores = nx.core_number(plain)
    most = max(cores.values(), default=None)
    found["largest_core"] = most
    found["largest_core_members"] = sum(k == most for k in cores.values()) if n else None
    found["mean_effective_size"] = mean([s for s in effective_size(plain).values() if s is not None])
    found["mean_constraint"] = mean([c for c in constraint(directed).values() if c is not None])
    census = nx.triadic_census(directed) if n > 2 else dict.fromkeys(TRIADS, 0)
    for name in TRIADS:
        found[f"triads.{name.lower()}"] = census[name]
    found["triads"] = sum(census[name] for name in TRIADS[3:])
    roles = sum(brokerage(directed, role).values(), Counter())
    for part in ("coordinator", "itinerant", "gatekeeper", "representative", "liaison"):
        found[f"brokerage.{part}"] = roles[part]
    found["brokerage"] = sum(roles.values())
    outside = sum(role[a] != role[b] for a, b in plain.edges)
    found["ei_role"] = (2 * outside - m) / m if m else None
    across = sum(external[a] != external[b] for a, b in opened.edges)
    found["ei_external"] = (across - m) / (across + m) if across + m else None
    tied = sorted((k for k in degree.values() if k), reverse=True)
    steep = slope([(math.log(i + 1), math.log(k)) for i, k in enumerate(tied)]) if len(tied) > 2 else None
    found["hierarchy_slope"] = abs(steep) if steep is not None else None
    around = nx.average_neighbor_degree(plain)
    found["correlation_slope"] = slope([(k, around[v]) for v, k in degree.items() if k])
    return found


def columns(plain, directed, data):
    """Figures of actors by id of the column, then of the actor."""
    n = plain.number_of_nodes()
    role = {actor["id"]: ROLES[actor["kind"]] for actor in data["actors"]}
    between = nx.betweenness_centrality(plain, normalized=False)
    found = {
        "degree": dict(plain.degree()),
        "strength_out": dict(directed.out_degree(weight="weight")),
        "strength_in": dict(directed.in_degree(weight="weight")),
        "degree_out": dict(directed.out_degree()),
        "degree_in": dict(directed.in_degree()),
        "betweenness": between,
        "clustering": nx.clustering(plain),
        "k_core": nx.core_number(plain),
        "constraint": constraint(directed),
        "constraint_unit": constraint(plain, None),
        "effective_size": effective_size(plain),
    }
    if n > 1:
        found["degree_share"] = nx.degree_centrality(plain)
        found["closeness"] = nx.closeness_centrality(plain)
        found["harmonic"] = {v: h / (n - 1) for v, h in nx.harmonic_centrality(plain).items()}
    if n > 2:
        found["betweenness_share"] = nx.betweenness_centrality(plain)
    if n:
        found["pagerank"] = nx.pagerank(directed, tol=1e-14 / n, max_iter=100_000)
        part = largest(plain)
        vector = dict.fromkeys(plain, 0.0)
        if len(part) > 1:
            vector.update(zip(part, eigenvector(part)))
        found["eigenvector"] = vector
    cut = set(nx.articulation_points(plain))
    found["articulation_point"] = {v: float(v in cut) for v in plain}
    counts = brokerage(directed, role)
    for name in ("coordinator", "itinerant", "gatekeeper", "representative", "liaison"):
        found[name] = {v: counts[v][name] for v in plain}
    return found


def eigenvector(graph):
    """From a dense solver, so that nothing iterates as it does here."""
    import numpy
    values, vectors = numpy.linalg.eigh(nx.to_numpy_array(graph, weight=None))
    return abs(vectors[:, values.argmax()])


def group_checks(plain, whole, actors, complain):
    """The groups: Q is right for them, and no worse than what igraph finds."""
    order = list(plain)
    place = {v: i for i, v in enumerate(order)}
    if not plain.number_of_edges():
        return
    weights = [data["weight"] for _, _, data in plain.edges(data=True)]
    graph = igraph.Graph(n=len(order), edges=[(place[a], place[b]) for a, b in plain.edges])
    groups = defaultdict(set)
    for row in actors:
        if row["group"] is not None:
            groups[row["group"]].add(row["id"])
    quality = nx.community.modularity(plain, groups.values(), weight="weight")
    if not close(whole["modularity"], quality):
        complain("modularity", whole["modularity"], quality)
    if whole["groups"] != len(groups):
        complain("groups", whole["groups"], len(groups))
    best = 0
    for seed in range(20):
        random.seed(seed)
        other = graph.community_leiden(objective_function="modularity", weights=weights, n_iterations=-1)
        best = max(best, graph.modularity(other.membership, weights=weights))
    group_checks.best.append(whole["modularity"] - best)


group_checks.best = []


def core_checks(plain, whole, actors, complain):
    """The core: the fit is right for it."""
    if whole["core_periphery_fit"] is None:
        return
    import numpy
    core = {row["id"] for row in actors if row["core"] == 1}
    order = list(plain)
    pairs = [(a, b) for i, a in enumerate(order) for b in order[:i]]
    tied = [float(plain.has_edge(a, b)) for a, b in pairs]
    touching = [float(a in core or b in core) for a, b in pairs]
    fit = numpy.corrcoef(tied, touching)[0, 1]
    if not close(whole["core_periphery_fit"], fit):
        complain("core_periphery_fit", whole["core_periphery_fit"], fit)
    if whole["core_size"] != len(core):
        complain("core_size", whole["core_size"], len(core))


def close(found, expected):
    if found is None or expected is None:
        return found is None and expected is None
    return abs(found - expected) <= TOLERANCE * max(abs(expected), 1e-3)


def metrics(milieu, path, *options):
    done = subprocess.run([milieu, "metrics", str(path), "--json", *options], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--milieu", default="target/debug/milieu")
    arguments.add_argument("--projects", type=int, default=40)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    chance = random.Random(options.seed)
    compared, wrong = Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.projects):
            data = project(chance)
            path = Path(folder) / f"{number}.milieu"
            path.write_text(json.dumps(data), encoding="utf-8")
            plain, directed, opened, external = views(data)
            whole, actors = metrics(options.milieu, path), metrics(options.milieu, path, "--actors")
            ties = metrics(options.milieu, path, "--ties")
            what = f"project {number} (n {len(plain)}, m {plain.number_of_edges()})"

            def complain(name, found, expected):
                wrong.append(f"{what}: {name} is {found} here, {expected} there")

            for name, expected in figures(data, plain, directed, opened, external).items():
                compared[name] += 1
                if not close(whole[name], expected):
                    complain(name, whole[name], expected)
            for name, values in columns(plain, directed, data).items():
                for row in actors:
                    expected = values.get(row["id"])
                    compared[name] += 1
                    if not close(row[name], expected):
                        complain(f"{name} of {row['id']}", row[name], expected)
            through = nx.edge_betweenness_centrality(plain, normalized=False)
            for row in ties:
                ends = (row["from"], row["to"])
                expected = through.get(ends, through.get(ends[::-1])) if row["share_from"] is not None else None
                compared["edge_betweenness"] += 1
                if not close(row["edge_betweenness"], expected):
                    complain(f"edge_betweenness of {row['id']}", row["edge_betweenness"], expected)
            group_checks(plain, whole, actors, complain)
            core_checks(plain, whole, actors, complain)
    for line in wrong:
        print(line)
    behind = [gap for gap in group_checks.best if gap < -1e-9]
    print(f"{options.projects} projects, {len(compared)} figures, {sum(compared.values())} values: "
          f"{len(wrong)} differ by more than {TOLERANCE:g}")
    print(f"groups: in {len(behind)} of {len(group_checks.best)} projects igraph finds a better division"
          + (f", by at most {-min(behind):.2g}" if behind else ""))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
