"""What ingestion says about faults, in both languages: each fault with the way to mend it."""

from __future__ import annotations

from contrapeso.core.text import Text

Said = tuple[Text, Text]
"""What is wrong, and how to mend it."""


def _said(what_es: str, what_en: str, mend_es: str, mend_en: str) -> Said:
    return Text(es=what_es, en=what_en), Text(es=mend_es, en=mend_en)


def fill(said: Said, **values: object) -> Said:
    """The same with its blanks filled in; braces in the values stay as they are."""
    return (said[0].format(**values), said[1].format(**values)) if values else said


# Files
NO_FILE = _said(
    "el archivo no se puede leer: {reason}",
    "the file cannot be read: {reason}",
    "compruebe la ruta y los permisos",
    "check the path and the permissions",
)
BROKEN_FILE = _said(
    "el archivo está cortado o dañado, o no es lo que dice su nombre: {reason}",
    "the file is cut short or damaged, or is not what its name says: {reason}",
    "descárguelo o guárdelo de nuevo, entero",
    "download or save it again, whole",
)
FILE_TOO_BIG = _said(
    "el archivo pesa {size} bytes; el máximo es {limit}",
    "the file has {size} bytes; the most is {limit}",
    "divídalo en partes",
    "split it into parts",
)
CELL_TOO_BIG = _said(
    "una celda pasa de {limit} bytes (o una comilla quedó abierta)",
    "a cell is over {limit} bytes (or a quote was left open)",
    "acorte el texto o cierre la comilla",
    "shorten the text or close the quote",
)
LINE_TOO_LONG = _said(
    "una línea pasa de {limit} bytes", "a line is over {limit} bytes", "acorte sus celdas", "shorten its cells"
)
ENCODING = _said("no está en UTF-8", "not UTF-8", "guarde el archivo como CSV UTF-8", "save the file as CSV UTF-8")
NUL = _said(
    "contiene un carácter nulo",
    "holds a NUL character",
    "guarde el archivo como CSV UTF-8 (no UTF-16 ni binario)",
    "save the file as CSV UTF-8 (not UTF-16 or binary)",
)
QUOTES = _said(
    "comillas mal cerradas: {reason}",
    "quotes not well closed: {reason}",
    "cierre la comilla que abre la celda; dentro, duplíquela",
    "close the quote that opens the cell; double it inside",
)
EMPTY_FILE = _said(
    "el archivo no tiene encabezados",
    "the file has no header row",
    "escriba los nombres de las columnas en la primera línea",
    "write the column names on the first line",
)
SEPARATOR = _said(
    "las columnas no están separadas por comas",
    "the columns are not separated by commas",
    "guarde el archivo como CSV delimitado por comas",
    "save the file as comma-separated CSV",
)
RAGGED = _said(
    "la fila tiene {found} celdas; el encabezado, {expected}",
    "the row has {found} cells; the header has {expected}",
    "complete o quite celdas; entrecomille los textos con comas",
    "add or remove cells; quote texts that hold commas",
)
HEADER_TWICE = _said(
    "la columna {name} aparece dos veces", "the column {name} appears twice", "deje una sola", "keep only one"
)
HEADER_EMPTY = _said(
    "la columna {place} no tiene nombre",
    "column {place} has no name",
    "póngale nombre o bórrela",
    "name it or delete it",
)
FORMULA = _said(
    "la celda empieza como una fórmula",
    "the cell begins like a formula",
    "escriba el valor, sin = + - @ ni tabulador al inicio",
    "write the value, without = + - @ or a tab at the start",
)
CONTROL = _said(
    "la celda contiene caracteres de control o ilegibles",
    "the cell holds control or unreadable characters",
    "vuelva a escribir el texto",
    "type the text again",
)
TOO_MANY = _said(
    "hay más faltas; no se listan",
    "there are more faults; they are not listed",
    "corrija estas y vuelva a intentarlo",
    "mend these and try again",
)
NOT_XLSX = _said(
    "no es un libro XLSX legible: {reason}",
    "not a readable XLSX workbook: {reason}",
    "ábralo y guárdelo como .xlsx, sin contraseña",
    "open it and save it as .xlsx, without a password",
)
XLSX_TOO_BIG = _said(
    "descomprimido pasa de {limit} bytes o de {cells} celdas",
    "unpacked it is over {limit} bytes or {cells} cells",
    "quite hojas, formatos y filas vacías, o divídalo",
    "remove sheets, formats and empty rows, or split it",
)
NO_SHEET = _said(
    "ninguna hoja empieza con las columnas {names}",
    "no sheet begins with the columns {names}",
    "ponga los nombres de las columnas en la primera fila de una hoja",
    "put the column names on the first row of a sheet",
)
EXTENSION = _said(
    "no es .csv ni .xlsx",
    "neither .csv nor .xlsx",
    "guarde la hoja como CSV UTF-8 o .xlsx",
    "save the sheet as CSV UTF-8 or .xlsx",
)

# Columns and cells
UNKNOWN_COLUMN = _said(
    "columna desconocida: {name}",
    "unknown column: {name}",
    "bórrela o corrija su nombre{hint}",
    "delete it or correct its name{hint}",
)
MISSING_COLUMN = _said(
    "falta la columna {name}", "the column {name} is missing", "añada la columna {name}", "add the column {name}"
)
REQUIRED = _said(
    "la celda está vacía y es obligatoria",
    "the cell is empty and required",
    "escriba el dato, o quite la fila",
    "fill it in, or remove the row",
)
BAD_CODE = _said("código desconocido: {value}", "unknown code: {value}", "use uno de: {codes}", "use one of: {codes}")
BAD_DATE = _said(
    "no es una fecha: {value}",
    "not a date: {value}",
    "escriba AAAA-MM-DD, AAAA-MM o AAAA",
    "write YYYY-MM-DD, YYYY-MM or YYYY",
)
BAD_NUMBER = _said(
    "no es un número: {value}",
    "not a number: {value}",
    "escriba solo cifras y, si hace falta, un punto decimal",
    "write digits only and, if needed, a decimal point",
)
BAD_INTEGER = _said(
    "no es un número entero: {value}", "not a whole number: {value}", "escriba solo cifras", "write digits only"
)
BAD_BOOLEAN = _said(
    "no es yes ni no: {value}",
    "neither yes nor no: {value}",
    "escriba yes o no, o deje la celda vacía",
    "write yes or no, or leave the cell empty",
)
NO_TRANSLATION = _said(
    "falta la traducción",
    "the translation is missing",
    "escriba el texto en los dos idiomas",
    "write the text in both languages",
)
BAD_ID = _said(
    "identificador inadmisible: {value}",
    "not an identifier: {value}",
    "use letras sin tilde, cifras, punto y guion, sin espacios",
    "use unaccented letters, digits, dots and hyphens, no spaces",
)
BLANK_IN_LIST = _said(
    "la lista tiene un elemento vacío",
    "the list has an empty element",
    "quite el punto y coma que sobra",
    "remove the extra semicolon",
)
TWICE_IN_LIST = _said("la lista repite {value}", "the list repeats {value}", "déjelo una sola vez", "keep it only once")
BAD_URL = _said(
    "no es una dirección web: {value}",
    "not a web address: {value}",
    "empiece con https:// o http://",
    "begin with https:// or http://",
)

# Rows
NEGATIVE = _said(
    "es negativo: {value}",
    "it is negative: {value}",
    "escriba cero o más, o deje la celda vacía",
    "write zero or more, or leave the cell empty",
)
PRECISION = _said(
    "la precisión {precision} no corresponde a la fecha {value}",
    "the precision {precision} does not fit the date {value}",
    "escriba {right}, o corrija la fecha",
    "write {right}, or correct the date",
)
PRECISION_ALONE = _said(
    "fecha y precisión van juntas; falta {name}",
    "date and precision go together; {name} is missing",
    "escriba las dos o ninguna",
    "write both or neither",
)
ENDS_EARLY = _said(
    "termina ({end}) antes de empezar ({start})",
    "ends ({end}) before it starts ({start})",
    "corrija una de las dos fechas",
    "correct one of the two dates",
)
LOW_OVER_HIGH = _said(
    "el mínimo ({low}) pasa del máximo ({high})",
    "the low end ({low}) is over the high end ({high})",
    "corrija uno de los dos",
    "correct one of the two",
)
NO_CURRENCY = _said(
    "hay monto y no moneda",
    "there is an amount and no currency",
    "escriba la moneda (ISO 4217)",
    "write the currency (ISO 4217)",
)
NO_AMOUNT = _said(
    "hay moneda y no monto",
    "there is a currency and no amount",
    "escriba el monto o quite la moneda",
    "write the amount or remove the currency",
)
BAD_CURRENCY = _said(
    "moneda desconocida: {value}",
    "unknown currency: {value}",
    "escriba un código ISO 4217, como USD",
    "write an ISO 4217 code, such as USD",
)

# The pack as a whole
DUPLICATE = _said(
    "el identificador {key} ya está en {place}",
    "the identifier {key} is already in {place}",
    "cambie uno de los dos o borre la fila repetida",
    "change one of the two or delete the repeated row",
)
NO_SUCH_ROW = _said(
    "no existe en {file}: {value}",
    "not in {file}: {value}",
    "corrija el identificador o añada esa fila",
    "correct the identifier or add that row",
)
NO_TABLE = _said(
    "no se sabe a qué tabla remite: {value}",
    "it refers to no known table: {value}",
    "escriba tabla:identificador, con una de: {tables}",
    "write table:identifier, with one of: {tables}",
)
UNKNOWN_FILE = _said(
    "archivo desconocido", "unknown file", "bórrelo o use uno de: {names}", "delete it or use one of: {names}"
)
NO_MANIFEST = _said(
    "falta pack.yml",
    "pack.yml is missing",
    "escríbalo con country, title, vintage, licence y publisher",
    "write it with country, title, vintage, licence and publisher",
)
OTHER_COUNTRY = _said(
    "el paquete es de {found}, no de {expected}",
    "the pack is of {found}, not of {expected}",
    "corrija country o extends",
    "correct country or extends",
)
VAGUE_VINTAGE = _said(
    "la fecha de cierre no llega al día: {value}",
    "the vintage is not a full date: {value}",
    "escriba AAAA-MM-DD",
    "write YYYY-MM-DD",
)
NO_ROWS = _said(
    "no hay filas que importar",
    "there are no rows to import",
    "añada al menos un acto bajo el encabezado",
    "add at least one act below the header",
)
CHANGED_MEANWHILE = _said(
    "el archivo cambió mientras se importaba",
    "the file changed during the import",
    "vuelva a importarlo",
    "import again",
)

# Votes
BAD_VOTE = _said(
    "voto desconocido en la codificación {coding}: {value}",
    "unknown vote in the coding {coding}: {value}",
    "use uno de: {codes}; o nombre otra codificación: {others}",
    "use one of: {codes}; or name another coding: {others}",
)
BAD_CODING = _said(
    "codificación desconocida: {value}", "unknown coding: {value}", "use una de: {names}", "use one of: {names}"
)
TWO_PERIODS = _said(
    "la votación {roll_call} está en el periodo {period} y, en la línea {line}, en {other}",
    "roll call {roll_call} stands in period {period} and, on line {line}, in {other}",
    "dé a cada votación un identificador propio; lo que se repite va en item",
    "give each roll call an id of its own; what is asked again goes in item",
)
TWO_VOTES = _said(
    "{state} ya votó de otro modo en {roll_call} en la línea {line}",
    "{state} has another vote on {roll_call} on line {line}",
    "deje el correcto",
    "keep the right one",
)
TWO_ITEMS = _said(
    "la votación {roll_call} tiene el item {item} y, en la línea {line}, {other}",
    "roll call {roll_call} has the item {item} and, on line {line}, {other}",
    "dé a la votación una sola pregunta",
    "give the roll call one question",
)
NO_VOTES = _said(
    "no hay ninguna fila de votos",
    "there is no row of votes",
    "añada filas bajo el encabezado",
    "add rows below the header",
)
