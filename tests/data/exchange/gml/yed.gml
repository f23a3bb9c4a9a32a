Creator "yFiles"
Version 2.12
graph
[
  hierarchic 1
  label "Valley"
  directed 1
  node
  [
    id 0
    label "Acme &amp; Söhne"
    graphics [ x 100.0 y 50.0 w 30.0 h 20.0 type "rectangle" fill "#FFCC00" outline "#000000" ]
    LabelGraphics [ text "Acme &amp; Söhne" fontSize 12 ]
    gid 3
  ]
  node
  [
    id 1
    label "日本精工"
    graphics [ x 200.0 y 80.0 w 40.0 h 40.0 type "ellipse" fill "#99CCFF" ]
    gid 3
  ]
  node [ id 2 label "Outside" jobs 40 city "Ulm" ]
  node [ id 3 label "Core" isGroup 1 gid 4 ]
  node [ id 4 label "All" isGroup 1 ]
  edge [ source 0 target 1 label "supplies" graphics [ targetArrow "standard" fill "#000000" ] ]
  edge [ source 1 target 2 graphics [ fill "#ff0000" sourceArrow "standard" targetArrow "standard" ] ]
  edge [ source 2 target 0 weight 2.5 graphics [ sourceArrow "delta" ] ]
  edge [ source 2 target 4 ]
]
