#!/usr/bin/env python3
"""Reads what Milieu exports with networkx, python-igraph and Python's own modules, and compares it with the project.

    cargo test --test headless round_trip     # with MILIEU_EXPORTS=FOLDER
    python3 tests/oracle/exports.py FOLDER

In FOLDER lie projects, and beside each what was written of it under the same name. Exit status 1 when anything differs.
"""

import collections
import csv
import json
import pathlib
import sys
import warnings
import xml.etree.ElementTree as xml
import zipfile

import igraph
import networkx


class Wrong(Exception):
    """What a file says is not what the project says."""


def check(what, found, wanted):
    if found != wanted:
        if isinstance(found, collections.Counter) and isinstance(wanted, collections.Counter):
            raise Wrong(f"{what}: beyond {list((found - wanted).items())[:3]}, short of {list((wanted - found).items())[:3]}")
        raise Wrong(f"{what}: {found!r} instead of {wanted!r}")


class Project:
    """Names by id, and ties as the file has them."""

    def __init__(self, path):
        data = json.loads(path.read_text(encoding="utf-8"))
        self.names = {actor["id"]: actor["name"] for actor in data["actors"]}
        self.ties = data["ties"]

    def pairs(self, rename=lambda name: name):
        name = lambda id: rename(self.names[id])
        return collections.Counter((name(t["from"]), name(t["to"])) for t in self.ties)

    def enabled(self):
        """Tied pairs of numbers of actors; formats without a place for disabled ties leave those out, and say so."""
        number = {id: n for n, id in enumerate(self.names)}
        return {tuple(sorted((number[t["from"]], number[t["to"]]))) for t in self.ties if t.get("enabled", True)}

    def undirected(self, rename=lambda name: name):
        return collections.Counter(tuple(sorted(pair)) for pair in self.pairs(rename).elements())

    def weights(self):
        return sorted(round(float(t.get("weight", 0.5)), 9) for t in self.ties)


def of_networkx(project, graph, name="label", weight="weight", kinds=True):
    check("actors", graph.number_of_nodes(), len(project.names))
    label = lambda node: str(graph.nodes[node].get(name, node))
    check("names", sorted(map(label, graph.nodes)), sorted(project.names.values()))
    edges = list(graph.edges(data=True))
    check("ties", collections.Counter(tuple(sorted((label(a), label(b)))) for a, b, _ in edges), project.undirected())
    if graph.is_directed():
        check("directions", collections.Counter((label(a), label(b)) for a, b, _ in edges), project.pairs())
    if weight:
        check("weights", sorted(round(float(d[weight]), 9) for _, _, d in edges), project.weights())
    if kinds:
        wanted = collections.Counter(t["kind"] for t in project.ties)
        check("kinds", collections.Counter(d["kind"] for _, _, d in edges), wanted)


def of_igraph(project, graph, name="label", weight="weight"):
    check("actors", graph.vcount(), len(project.names))
    names = [str(value) for value in graph.vs[name]]
    check("names", sorted(names), sorted(project.names.values()))
    pairs = collections.Counter(tuple(sorted((names[e.source], names[e.target]))) for e in graph.es)
    check("ties", pairs, project.undirected())
    if weight:
        check("weights", sorted(round(float(w), 9) for w in graph.es[weight]), project.weights())


def graphml(project, path):
    of_networkx(project, networkx.read_graphml(path, force_multigraph=True))
    of_igraph(project, igraph.Graph.Read_GraphML(str(path)))


def gexf(project, path):
    # networkx finds the label by itself; numbers of ties are theirs.
    graph = networkx.read_gexf(path)
    of_networkx(project, graph, weight="weight", kinds=True)


def node_link(project, path):
    data = json.loads(path.read_text(encoding="utf-8"))
    edges = "links" if "links" in data else "edges"
    of_networkx(project, networkx.node_link_graph(data, edges=edges, multigraph=True), name="label" if "label" in data["nodes"][0] else "name")


def pajek(project, path):
    # Ties that go both ways are two arcs, so that there are at least as many.
    graph = networkx.read_pajek(path)
    check("names", sorted(graph.nodes), sorted(project.names.values()))
    number = {name: n for n, name in enumerate(project.names.values())}
    found = {tuple(sorted((number[a], number[b]))) for a, b in graph.edges()}
    check("tied pairs", found, project.enabled())
    again = igraph.Graph.Read_Pajek(str(path))
    found = {tuple(sorted((edge.source, edge.target))) for edge in again.es}
    check("tied pairs (igraph)", (again.vcount(), found), (len(project.names), project.enabled()))


def dl(project, path):
    lines = path.read_text(encoding="utf-8").split("\n")
    sizes = dict(word.split("=") for word in lines[0].split()[1:])
    if "nm" in sizes:
        # igraph knows one matrix only.
        n = int(sizes["n"])
        data = lines[lines.index("data:") + 1 :]
        rows = [[float(cell) for cell in line.split()] for line in data if line.strip()]
        check("rows", len(rows), n * int(sizes["nm"]))
        found = {tuple(sorted((row % n, column))) for row, cells in enumerate(rows) for column, cell in enumerate(cells) if cell}
    else:
        graph = igraph.Graph.Read_DL(str(path))
        check("actors", graph.vcount(), len(project.names))
        found = {tuple(sorted((edge.source, edge.target))) for edge in graph.es}
    check("tied pairs", found, project.enabled())


def gml(project, path):
    graph = networkx.read_gml(path, label="id")
    check("actors", graph.number_of_nodes(), len(project.names))
    check("ties", graph.number_of_edges(), len(project.ties))
    again = igraph.Graph.Read_GML(str(path))
    check("igraph", (again.vcount(), again.ecount()), (len(project.names), len(project.ties)))


def actors_csv(project, path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    check("names", sorted(row["label"] for row in rows), sorted(project.names.values()))
    if "figure_betweenness" not in rows[0]:
        raise Wrong("the indicators are missing")


def ties_csv(project, path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    pairs = collections.Counter((project.names[row["source"]], project.names[row["target"]]) for row in rows)
    check("ties", pairs, project.pairs())
    check("weights", sorted(round(float(row["weight"]), 9) for row in rows), project.weights())


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def xlsx(project, path):
    """The sheets themselves, without a library that would forgive anything."""
    with zipfile.ZipFile(path) as package:
        shared = [
            "".join(text.text or "" for text in item.iter(MAIN + "t"))
            for item in xml.fromstring(package.read("xl/sharedStrings.xml"))
        ]
        book = xml.fromstring(package.read("xl/workbook.xml"))
        names = [sheet.get("name") for sheet in book.iter(MAIN + "sheet")]
        sheets = {}
        for number, name in enumerate(names, 1):
            root = xml.fromstring(package.read(f"xl/worksheets/sheet{number}.xml"))
            if root.find(f".//{MAIN}f") is not None:
                raise Wrong(f"there is a formula on the sheet {name}")
            rows = []
            for row in root.iter(MAIN + "row"):
                cells = {}
                for cell in row:
                    value = cell.find(MAIN + "v")
                    column = cell.get("r").rstrip("0123456789")
                    if value is not None:
                        cells[column] = shared[int(value.text)] if cell.get("t") == "s" else value.text
                rows.append(cells)
            heading = rows[0]
            sheets[name] = [{heading[column]: value for column, value in row.items()} for row in rows[1:]]
    for name in ("Actors", "Ties", "Indicators"):
        if name not in sheets:
            raise Wrong(f"there is no sheet {name}")
    check("names", sorted(row.get("label", "") for row in sheets["Actors"]), sorted(project.names.values()))
    pairs = collections.Counter((project.names[row["source"]], project.names[row["target"]]) for row in sheets["Ties"])
    check("ties", pairs, project.pairs())
    check("weights", sorted(round(float(row["weight"]), 9) for row in sheets["Ties"]), project.weights())


READERS = {
    ".graphml": graphml,
    ".gexf": gexf,
    ".json": node_link,
    ".net": pajek,
    ".dl": dl,
    ".gml": gml,
    "-actors.csv": actors_csv,
    "-ties.csv": ties_csv,
    ".xlsx": xlsx,
}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    # igraph leaves out composite attributes of GML, which nobody needs here.
    warnings.simplefilter("ignore", RuntimeWarning)
    folder = pathlib.Path(sys.argv[1])
    read = collections.Counter()
    wrong = 0
    for source in sorted(folder.glob("*.milieu")):
        project = Project(source)
        for ending, reader in READERS.items():
            path = source.with_name(source.stem + ending)
            if not path.exists():
                continue
            try:
                reader(project, path)
                read[ending] += 1
            except Exception as error:  # noqa: BLE001: whatever a library says is a finding
                wrong += 1
                print(f"{path.name}: {type(error).__name__}: {error}")
    for ending in READERS:
        print(f"{ending:12} {read[ending]} agree")
    missing = [ending for ending in READERS if not list(folder.glob("*" + ending))]
    if missing:
        print("not there:", ", ".join(missing))
    sys.exit(1 if wrong or not read else 0)


if __name__ == "__main__":
    main()
