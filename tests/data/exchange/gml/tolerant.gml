# written by hand
graph [ name "first"
  node [ id a label "A" tags "x" tags "y" score NaN ]
  node [ id 1.5 label "5\"x7\" plates"
    number of jobs 12
  ]
  node [ label "No id" share -Inf active true ]
  node [ ]
  edge [ source a target 1.5 ]
  edge [ source a target "No id" directed 1 ]
  edge [ source a target zz ]
  edge [ target a ]
]
graph [ directed 1
  node [ id a label "Other A" ]
  edge [ source a target a ]
]
