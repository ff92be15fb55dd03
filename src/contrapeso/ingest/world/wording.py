"""What reading a publisher's file says about faults, in both languages: each fault with the way to mend it."""

from __future__ import annotations

from contrapeso.core.text import Text
from contrapeso.ingest.wording import Said


def _said(what_es: str, what_en: str, mend_es: str, mend_en: str) -> Said:
    return Text(es=what_es, en=what_en), Text(es=mend_es, en=mend_en)


# The manifest
NOT_A_LIST = _said("no es una lista de textos", "not a list of strings", "escriba [uno, dos]", "write [one, two]")
BAD_PATTERN = _said(
    "no es una expresión regular con el grupo que se busca: {reason}",
    "not a regular expression with the group that is looked for: {reason}",
    "use los grupos year, month y day de una fecha, o edition de una edición",
    "use the groups year, month and day of a date, or edition of an edition",
)

# Files
NO_FILES = _said(
    "no se dio ningún archivo",
    "no file was given",
    "consígalo así: {obtain}",
    "get it so: {obtain}",
)
NO_SUCH_FILE = _said(
    "el archivo no se puede leer: {reason}",
    "the file cannot be read: {reason}",
    "compruebe la ruta y los permisos",
    "check the path and the permissions",
)
NOT_EXPECTED = _said(
    "no es un archivo de esta fuente; se esperaba: {patterns}",
    "not a file of this source; expected: {patterns}",
    "dé el archivo con el nombre que le pone quien lo publica",
    "give the file under the name that its publisher gives it",
)
TWO_FOR_ONE = _said(
    "hay dos archivos para «{role}»", "there are two files for “{role}”", "dé uno solo", "give only one"
)
LACKS_FILE = _said(
    "falta el archivo «{role}» ({pattern})",
    "the file “{role}” ({pattern}) is missing",
    "dé todos los archivos de la fuente juntos",
    "give all files of the source together",
)
EMPTY = _said("el archivo está vacío", "the file is empty", "descárguelo de nuevo", "download it again")
TOO_BIG = _said(
    "pasa del tamaño que admite la fuente: {limit} bytes",
    "over the size the source allows: {limit} bytes",
    "compruebe que es el archivo de quien lo publica",
    "check that it is the publisher's file",
)
UNPACKS_TOO_BIG = _said(
    "descomprimido pasa de {limit} bytes",
    "unpacked it is over {limit} bytes",
    "compruebe que es el archivo de quien lo publica",
    "check that it is the publisher's file",
)
BAD_ARCHIVE = _said(
    "el archivo comprimido está dañado o cortado: {reason}",
    "the compressed file is damaged or cut short: {reason}",
    "descárguelo de nuevo",
    "download it again",
)
OTHER_ENCODING = _said(
    "no está en {encoding}, la codificación de esta fuente",
    "not in {encoding}, the encoding of this source",
    "descárguelo de nuevo y no lo vuelva a guardar con otro programa",
    "download it again and do not save it anew with another program",
)
BINARY = _said(
    "contiene caracteres nulos: no es un archivo de texto",
    "holds NUL characters: not a text file",
    "compruebe que es el archivo de quien lo publica",
    "check that it is the publisher's file",
)
CUT_SHORT = _said(
    "está cortado: la última línea no termina",
    "cut short: the last line does not end",
    "descárguelo de nuevo",
    "download it again",
)
NO_HEADER = _said(
    "ninguna línea tiene las columnas {names}",
    "no line has the columns {names}",
    "compruebe que es el archivo de quien lo publica, sin cambios",
    "check that it is the publisher's file, unchanged",
)
LACKS_COLUMN = _said(
    "falta la columna {name}",
    "the column {name} is missing",
    "si quien publica cambió el formato, la fuente debe ponerse al día",
    "if the publisher changed the layout, the source must be brought up to date",
)
NEW_COLUMN = _said(
    "columna que nadie lee: {name}",
    "a column that nobody reads: {name}",
    "si quien publica cambió el formato, la fuente debe ponerse al día",
    "if the publisher changed the layout, the source must be brought up to date",
)
COLUMN_TWICE = _said(
    "la columna {name} aparece dos veces",
    "the column {name} appears twice",
    "compruebe que es el archivo de quien lo publica, sin cambios",
    "check that it is the publisher's file, unchanged",
)
NO_SHEET = _said(
    "falta la hoja «{title}»",
    "the sheet “{title}” is missing",
    "si quien publica cambió el formato, la fuente debe ponerse al día",
    "if the publisher changed the layout, the source must be brought up to date",
)
NEW_SHEET = _said(
    "hoja que nadie lee: «{title}»",
    "a sheet that nobody reads: “{title}”",
    "si quien publica cambió el formato, la fuente debe ponerse al día",
    "if the publisher changed the layout, the source must be brought up to date",
)
UNREADABLE = _said(
    "no se puede leer: {reason}",
    "it cannot be read: {reason}",
    "compruebe que es el archivo de quien lo publica, sin cambios",
    "check that it is the publisher's file, unchanged",
)
OPEN_QUOTE = _said(
    "una comilla se abre y no se cierra: el resto del archivo quedaría dentro de una celda",
    "a quotation mark opens and nothing closes it: the rest of the file would stand in one cell",
    "cierre la comilla, o descargue el archivo de nuevo si está cortado",
    "close the quotation mark, or download the file again if it is cut short",
)
OTHER_PACKAGE = _said(
    "describe «{found}», no «{wanted}»",
    "it describes “{found}”, not “{wanted}”",
    "dé la tabla de esta fuente con su propia descripción",
    "give this source's table with its own description",
)
_AGAIN = ("descárguelo de nuevo", "download it again")
_OTHER_KIND = (
    "pida que la fuente aprenda esta clase de datos, o dé los datos en otro formato",
    "ask that the source learn this kind of data, or give the data in another format",
)
NOT_RDA = _said(
    "no es un archivo de datos de R (RDX2 o RDX3)",
    "not a file of R data (RDX2 or RDX3)",
    "guárdelo con save() de R, o descárguelo de nuevo",
    "save it with R's save(), or download it again",
)
R_CUT_SHORT = _said("está cortado en el byte {place}", "cut short at byte {place}", *_AGAIN)
R_GOES_ON = _said("sobra contenido desde el byte {place}", "content is left over from byte {place} on", *_AGAIN)
R_TOO_LONG = _said(
    "byte {place}: un vector dice tener {length} elementos, más de los que caben",
    "byte {place}: a vector claims {length} elements, more than there can be",
    *_AGAIN,
)
R_TOO_DEEP = _said(
    "byte {place}: más de {depth} niveles o de {items} objetos",
    "byte {place}: more than {depth} levels or {items} objects",
    "compruebe que es el archivo de quien lo publica",
    "check that it is the publisher's file",
)
R_UNSUPPORTED = _said(
    "byte {place}: clase de datos que no se lee: {kind}", "byte {place}: a kind of data that is not read: {kind}",
    *_OTHER_KIND,
)  # fmt: skip
R_NO_REFERENCE = _said(
    "byte {place}: remite al objeto {number}, que no hay", "byte {place}: refers to object {number}, which is not there",
    *_AGAIN,
)  # fmt: skip
R_BAD_STRING = _said("un texto antes del byte {place} está dañado", "a text before byte {place} is damaged", *_AGAIN)
R_NO_ENCODING = _said(
    "un texto antes del byte {place} no dice su codificación",
    "a text before byte {place} does not say its encoding",
    *_OTHER_KIND,
)
R_BAD_FRAME = _said(
    "la tabla de R no tiene un nombre y una longitud por columna",
    "the data frame has not one name and one length a column",
    *_AGAIN,
)
R_NO_COLUMN = _said(
    "la columna {name} es de una clase que no se lee: {kind}",
    "the column {name} is of a kind that is not read: {kind}",
    *_OTHER_KIND,
)
NO_FRAME = _said(
    "no hay una tabla «{name}»; hay: {names}",
    "there is no data frame “{name}”; there are: {names}",
    "si quien publica cambió el formato, la fuente debe ponerse al día",
    "if the publisher changed the layout, the source must be brought up to date",
)
NOT_DTA = _said(
    "no es un archivo de Stata 118 entero: {reason}",
    "not a whole Stata 118 file: {reason}",
    *_OTHER_KIND,
)
NO_TABLE = _said(
    "la base no tiene la tabla «{title}», o es una vista",
    "the database lacks the table “{title}”, or it is a view",
    *_OTHER_KIND,
)
NEW_TABLE = _said(
    "la base tiene una tabla que la fuente no conoce: {title}",
    "the database has a table that the source does not know: {title}",
    "amplíe parse.py: léala o nómbrela entre las que no se usan",
    "extend parse.py: read it, or name it among those not used",
)
NO_YEAR = _said(
    "el nombre del archivo no dice de qué año es",
    "the file's name does not say of which year it is",
    "dele un nombre como {pattern}",
    "give it a name like {pattern}",
)
NO_RECORDS = _said(
    "no contiene ningún registro legible",
    "holds no record that can be read",
    "compruebe que es el archivo de quien lo publica, entero",
    "check that it is the publisher's file, whole",
)
TOO_MANY_ISSUES = _said(
    "{dropped} de {records} registros no se pueden leer",
    "{dropped} of {records} records cannot be read",
    "compruebe que es el archivo de quien lo publica, sin cambios; véase el primero: {first}",
    "check that it is the publisher's file, unchanged; see the first: {first}",
)

# The vintage
NO_WORKBOOK = _said(
    "no es un libro de cálculo (xlsx), o está cortado o dañado",
    "it is no workbook (xlsx), or is cut short or damaged",
    "descárguelo de nuevo, entero",
    "download it again, whole",
)
NO_VINTAGE = _said(
    "el archivo no dice de qué fecha es",
    "the file does not say of which date it is",
    "dé --vintage AAAA-MM-DD (el día en que se publicó o se descargó)",
    "give --vintage YYYY-MM-DD (the day it was published or downloaded)",
)
OLDER_EDITION = _said(
    "es la edición {edition}, y el libro ya tiene la {held}: sin fecha pasaría por más nueva",
    "this is edition {edition}, and the ledger holds {held}: without a day it would pass for newer",
    "dé --vintage AAAA-MM-DD, el día en que se publicó",
    "give --vintage YYYY-MM-DD, the day on which it was published",
)
OTHER_VINTAGE = _said(
    "el archivo dice {found}, y --vintage dice {asked}",
    "the file says {found}, and --vintage says {asked}",
    "quite --vintage",
    "leave --vintage out",
)

AFTER_VINTAGE = _said(
    "tiene cifras del año fiscal {year}, que no había empezado el {vintage}",
    "it has figures of the fiscal year {year}, which had not begun on {vintage}",
    "dé con --vintage el día en que se publicó o se descargó",
    "give with --vintage the day it was published or downloaded",
)
NO_BASE_YEAR = _said(
    "no dice de qué año son los dólares constantes: se esperaba «Constant AAAA $US» arriba de la tabla",
    "it does not say of which year the constant dollars are: “Constant YYYY $US” was expected above the table",
    "compruebe que es el archivo de quien lo publica",
    "check that it is the publisher's file",
)

# Rows that a parser made
ABSENT = _said(
    "la columna está vacía y es obligatoria",
    "the column is empty and required",
    "corrija la fuente: un registro sin este dato es una incidencia",
    "correct the source: a record without it is an issue",
)
NOT_A_CODE = _said("código desconocido: {value}", "unknown code: {value}", "use uno de: {codes}", "use one of: {codes}")
NOT_A_DAY = _said(
    "no es una fecha: {value}",
    "not a date: {value}",
    "escriba AAAA, AAAA-MM o AAAA-MM-DD",
    "write YYYY, YYYY-MM or YYYY-MM-DD",
)
NOT_FINITE = _said(
    "no es un número finito",
    "not a finite number",
    "lo que falta es nulo, con su razón",
    "what is missing is null, with its reason",
)
KEY_TWICE = _said(
    "la clave {key} se repite",
    "the key {key} appears twice",
    "quite el registro repetido, o avise a quien lo publica",
    "remove the repeated record, or tell the publisher",
)
NO_ROW = _said(
    "no hay {table} con la clave {key}",
    "no {table} has the key {key}",
    "dé todos los archivos de la fuente, de la misma fecha",
    "give all files of the source, of the same date",
)

# Fetching
NOT_A_URL = _said("no es una dirección http(s)", "not an http(s) address", "escriba https://…", "write https://…")
NOT_FETCHED = _said(
    "quien publica {source} no permite descargarlo sin más",
    "the publisher of {source} does not let it be fetched just so",
    "consígalo así: {obtain}",
    "get it so: {obtain}",
)
NO_CONNECTION = _said(
    "no hay conexión: {reason}",
    "no connection: {reason}",
    "compruebe la red y repita; lo ya recibido se aprovecha",
    "check the network and try again; what was received is kept",
)
TIMED_OUT = _said(
    "el servidor no responde a tiempo",
    "the server does not answer in time",
    "repita más tarde; lo ya recibido se aprovecha",
    "try again later; what was received is kept",
)
BAD_STATUS = _said(
    "el servidor responde {status}",
    "the server answers {status}",
    "abra la dirección en un navegador; si el archivo cambió de lugar, la fuente debe ponerse al día",
    "open the address in a browser; if the file moved, the source must be brought up to date",
)
TOO_MANY_REDIRECTS = _said(
    "más de {limit} redirecciones",
    "more than {limit} redirects",
    "abra la dirección en un navegador y descárguelo de allí",
    "open the address in a browser and download it there",
)
UNSAFE_REDIRECT = _said(
    "redirige a una dirección sin cifrar o ajena a la web: {url}",
    "redirects to an address that is unencrypted or not of the web: {url}",
    "no lo siga; descárguelo de la página de quien lo publica",
    "do not follow it; download it from the publisher's page",
)
WRONG_TYPE = _said(
    "llega contenido de tipo {found}; se esperaba {types}",
    "content of the type {found} comes; expected was {types}",
    "abra la dirección en un navegador: puede ser una página de aviso y no el archivo",
    "open the address in a browser: it may be a page with a notice, not the file",
)
WRONG_SIZE = _said(
    "mide {found} bytes; se esperaban {size}",
    "it is {found} bytes long; expected were {size}",
    "si quien publica cambió el archivo, la fuente debe ponerse al día",
    "if the publisher changed the file, the source must be brought up to date",
)
TRUNCATED = _said(
    "la descarga se cortó a los {found} bytes de {size}",
    "the download broke off at {found} bytes of {size}",
    "repita: continuará donde quedó",
    "try again: it goes on where it stopped",
)
WRONG_RANGE = _said(
    "el servidor continúa en un lugar que no se le pidió",
    "the server goes on at a place that it was not asked for",
    "repita: empezará de nuevo",
    "try again: it will begin anew",
)
OTHER_HASH = _said(
    "su SHA-256 es {found}; la fuente espera {sha256}",
    "its SHA-256 is {found}; the source expects {sha256}",
    "no lo use: compare con la página de quien lo publica; si cambió el archivo, la fuente debe ponerse al día",
    "do not use it: compare with the publisher's page; if the file changed, the source must be brought up to date",
)
ENCODED = _said(
    "el servidor lo envía comprimido como {found}, lo que no se pidió",
    "the server sends it packed as {found}, which was not asked for",
    "descárguelo con un navegador",
    "download it with a browser",
)
FETCHING = _said(
    "otro proceso está descargando {source}",
    "another process is fetching {source}",
    "espere a que termine, y repita si no terminó bien",
    "wait for it to end, and repeat if it did not end well",
)
NO_ROOM = _said(
    "no se puede escribir en la bandeja: {reason}",
    "the inbox cannot be written: {reason}",
    "compruebe el espacio y los permisos de la carpeta, o indique otra con CONTRAPESO_INBOX",
    "check the room and the permissions of the folder, or name another with CONTRAPESO_INBOX",
)
