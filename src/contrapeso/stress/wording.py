"""What stress says when it refuses a scenario or what was given for it, in both languages."""

from __future__ import annotations

from contrapeso.core.text import Text

ONE_KIND = Text(es="un choque tiene una clase, y solo una", en="a shock has one kind, and one only")
KINDS = Text(es="use una de: {kinds}", en="use one of: {kinds}")
NO_PARAMETER = Text(es="ningún parámetro se llama {name}", en="no parameter is called {name}")
DECLARE = Text(es="declárelo en takes:", en="declare it under takes:")
NOT_TAKEN = Text(es="el escenario {scenario} no toma {name!r}", en="the scenario {scenario} does not take {name!r}")
TAKES = Text(es="toma: {names}", en="it takes: {names}")
NOT_GIVEN = Text(
    es="al escenario {scenario} le falta decir {name}", en="the scenario {scenario} is not told its {name}"
)
GIVE = Text(
    es="dé --with {name}=CÓDIGO (códigos ISO de Estados o nombres de grupos, unidos con +)",
    en="give --with {name}=CODE (ISO codes of states or names of groups, joined by +)",
)
OTHERS = Text(
    es="las condiciones del tipo {type} tratan de {states}, no de {partners}: con {partners} nada las activa",
    en="the conditions of the type {type} are about {states}, not {partners}: nothing done with {partners} sets them off",
)
OTHERS_MEND = Text(
    es="nombre a {states} con --with, o use otro escenario", en="name {states} with --with, or use another scenario"
)
NO_HOLDER = Text(es="ninguna cláusula del tipo {type} consta", en="no clause of the type {type} is on record")
NO_HOLDER_MEND = Text(
    es="añádala a clauses.csv, o nombre al Estado en el escenario",
    en="add it to clauses.csv, or name the state in the scenario",
)
HOME = Text(
    es="{state} es el propio Estado: no puede ser quien golpea",
    en="{state} is the state itself: it cannot be who strikes",
)
HOME_MEND = Text(es="nombre a otro Estado", en="name another state")
NOT_GIVEN_SO = Text(es="no es un mapa de parámetros", en="not a mapping of parameters")
GIVE_SO = Text(es="escriba with: {partner: [CÓDIGO]}", en="write with: {partner: [CODE]}")
