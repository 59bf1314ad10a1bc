#!/usr/bin/env python3
"""Checks a proof from a Kaiyuan ledger (存证证明) without any of Kaiyuan's own code.

    verify.py PROOF --key FILE [--status LIST]    says what is proved, or the first flaw found
    verify.py --self-test                         holds this program against the standards' own examples

PROOF is the file that the zone (园区) handed out; FILE holds the zone's public key, one line
`kaiyuan/ZONE+KEYID+BASE64`, fetched from a place you trust and not from whoever gave you PROOF.
LIST is the zone's signed list of papers that no longer stand (状态清单), newer than PROOF.
Exit: 0 genuine, 1 a flaw, 2 wrong usage or a file that cannot be opened. Needs Python 3.9, no more.
Written from docs/reference/ledger.md and the standards. It never signs and holds no secret.
Basis: GB/T 32905 (SM3), GB/T 32918.2 and .5 (SM2 signature, its curve), RFC 6962 §2.1 (the tree).
"""
import base64, json, pathlib, re, sys

class Flaw(Exception):
    """Why the proof proves nothing, as one sentence."""

def demand(holds, flaw):
    if not holds:
        raise Flaw(flaw)

# SM3: a hash of 32 bytes.
def sm3(message):
    def turn(word, by):
        return (word << by | (word & 0xFFFFFFFF) >> (32 - by)) & 0xFFFFFFFF
    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
             0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    message += b"\x80" + bytes((55 - len(message)) % 64) + (8 * len(message)).to_bytes(8, "big")
    for block in range(0, len(message), 64):
        w = [int.from_bytes(message[at:at + 4], "big") for at in range(block, block + 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ turn(w[j - 3], 15)
            w.append(x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            ss1 = turn(turn(a, 12) + e + turn(0x79CC4519 if j < 16 else 0x7A879D8A, j % 32), 7)
            ff = a ^ b ^ c if j < 16 else a & b | a & c | b & c
            gg = e ^ f ^ g if j < 16 else e & f | ~e & g
            tt1 = ff + d + (ss1 ^ turn(a, 12)) + (w[j] ^ w[j + 4]) & 0xFFFFFFFF
            tt2 = gg + h + ss1 + w[j] & 0xFFFFFFFF
            a, b, c, d = tt1, a, turn(b, 9), c
            e, f, g, h = tt2 ^ turn(tt2, 9) ^ turn(tt2, 17), e, turn(f, 19), g
        state = [old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join(word.to_bytes(4, "big") for word in state)

# SM2: signatures on the curve y² = x³ + Ax + B over the integers modulo P; G makes N points.
P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A, B = P - 3, 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
     0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0)
SIGNER = b"1234567812345678"  # GB/T 35276: the identifier where none was agreed

def add(p, q):
    """The sum of two points; None is the point at infinity."""
    if p is None or q is None:
        return q if p is None else p
    if p[0] == q[0] and (p[1] + q[1]) % P == 0:
        return None
    rise, run = (3 * p[0] ** 2 + A, 2 * p[1]) if p == q else (q[1] - p[1], q[0] - p[0])
    slope = rise * pow(run, -1, P)
    x = (slope ** 2 - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P

def times(scalar, point):
    total = None
    for bit in f"{scalar:b}":
        total = add(add(total, total), point if bit == "1" else None)
    return total

def der_integers(der):
    """The two numbers of a DER signature, in whose one shortest form they must stand."""
    middle = 4 + der[3] if 8 <= len(der) <= 72 else 0
    r, s = (int.from_bytes(part, "big") for part in (der[4:middle], der[middle + 2:72]))
    parts = [number.to_bytes(number.bit_length() // 8 + 1, "big") for number in (r, s)]
    body = b"".join(bytes([0x02, len(part)]) + part for part in parts)
    demand(der == bytes([0x30, len(body)]) + body, "the signature is not DER in shortest form")
    return r, s

def signature_holds(key, message, der):
    r, s = der_integers(der)
    demand(0 < r < N and 0 < s < N and r + s != N, "the signature's numbers are out of range")
    numbers = b"".join(number.to_bytes(32, "big") for number in (A, B, *G, *key))
    za = sm3((8 * len(SIGNER)).to_bytes(2, "big") + SIGNER + numbers)
    e = int.from_bytes(sm3(za + message), "big")
    point = add(times(s, G), times((r + s) % N, key))
    return point is not None and (e + point[0]) % N == r

# The ledger: its tree and its texts, every text in the one spelling that it may have.
TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{0,8}[1-9])?Z"
NUMBER, HASH, NAME = "(?:0|[1-9][0-9]{0,18})", "[A-Za-z0-9+/]{43}=", "[A-Za-z0-9._-]{1,100}"
HEX, BASE64 = "[0-9a-f]", "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
KEY = re.compile(rf"(?P<name>kaiyuan/(?P<zone>{NAME}))\+(?P<id>{HEX}{{8}})\+(?P<key>{BASE64})")
PROOF = re.compile(
    rf"c2sp\.org/tlog-proof@v1\nextra (?P<entry>{BASE64})\nindex (?P<index>{NUMBER})\n"
    rf"(?P<path>(?:{HASH}\n){{0,64}})\n"
    rf"(?P<head>(?P<name>.+)\n(?P<size>{NUMBER})\n(?P<root>{HASH})\n{TIME}\n)\n"
    rf"— (?P<signer>[^ ]+) (?P<signature>{BASE64})\n")
TEXT = r'"(?:[^"\\\x00-\x1f]|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f]))+"'
ENTRY = re.compile(
    rf'\{{"zone":"(?P<zone>{NAME})","number":(?P<number>{NUMBER}),"at":"(?P<at>{TIME})",'
    rf'"subject":"[a-z]+:{NAME}","kind":"(?P<kind>[a-z0-9_.]+)","actor":{TEXT},"asserted_by":'
    rf'{TEXT},"attested_by":(?:null|{TEXT}),"disclosure":"(?:public|parties|internal)",'
    rf'"command":"{HEX}{{8}}(?:-{HEX}{{4}}){{3}}-{HEX}{{12}}","salt":"{HEX}{{32}}","payload":.+\}}')

LIST = re.compile(
    rf"(?P<body>kaiyuan-status-list@v1\n(?P<name>.+)\n(?P<size>{NUMBER})\n{TIME}\n"
    r"(?P<papers>(?:revoked [^ \n]+\n|replaced [^ \n]+ [^ \n]+\n)*))\n"
    rf"— (?P<signer>[^ ]+) (?P<signature>{BASE64})\n")

def unbase64(text):
    data = base64.b64decode(text)
    demand(base64.b64encode(data).decode() == text, "a base64 text is not in its one spelling")
    return data

def root_from_path(leaf, index, size, path):
    """The root over `size` leaves, from one of them and the siblings on its way, lowest first."""
    demand((size == 1) == (not path), "the path has another length than the head's size asks for")
    if size == 1:
        return leaf
    left = 1 << ((size - 1).bit_length() - 1)  # the largest power of two below size
    if index < left:
        return sm3(b"\x01" + root_from_path(leaf, index, left, path[:-1]) + path[-1])
    return sm3(b"\x01" + path[-1] + root_from_path(leaf, index - left, size - left, path[:-1]))

def read_key(key):
    """The zone's name, its key id and the point of its key, from the line that it publishes."""
    line = KEY.fullmatch(key.strip())
    demand(line, "the key file is not one line kaiyuan/ZONE+KEYID+BASE64")
    raw = unbase64(line["key"])
    x, y = int.from_bytes(raw[1:33], "big"), int.from_bytes(raw[33:], "big")
    on_curve = x < P and y < P and (y * y - x * x * x - A * x - B) % P == 0
    demand(raw[:1] == b"\x04" and len(raw) == 65 and on_curve, "the key is no point of the curve")
    key_id = sm3(line["name"].encode() + b"\n\xffsm2-sm3\n" + raw)[:4]
    demand(key_id.hex() == line["id"], "the key id does not belong to the zone and key beside it")
    return line["name"], line["zone"], key_id, (x, y)

def check_status(proof, key, status):
    """What a newer status list says of the paper that a genuine proof's entry issues."""
    said, (name, _, key_id, point) = check(proof, key), read_key(key)
    entry = json.loads(unbase64(PROOF.fullmatch(proof)["entry"]))
    paper = entry["payload"].get("paper_issued", {}).get("paper")
    demand(paper, "the entry issues no paper; a status list says nothing of it")
    file = LIST.fullmatch(status)
    demand(file, "the status list does not have its exact form")
    signed = unbase64(file["signature"])
    own = file["name"] == file["signer"] == name and signed[:4] == key_id
    demand(own, "the status list is signed by another key than the one given")
    holds = signature_holds(point, file["body"].encode(), signed[4:])
    demand(holds, "the signature does not fit the status list")
    newer = int(file["size"]) >= int(PROOF.fullmatch(proof)["size"])
    demand(newer, "the status list is older than the proof")
    lines = [line.split() for line in file["papers"].splitlines()]
    listed = [line for line in lines if line[1] == paper["number"]]
    demand(not listed, f"{paper['number']} no longer stands: {' '.join(sum(listed, []))}")
    return f"{said}\nin force as of head {file['size']}: {paper['number']}"

def check(proof, key):
    """What `proof` shows under `key`, both texts, as a sentence; raises the first flaw found."""
    (name, zone, key_id, point), file = read_key(key), PROOF.fullmatch(proof)
    demand(file, "the file does not have the exact form of a proof from a Kaiyuan ledger")
    signed = unbase64(file["signature"])
    own = file["name"] == file["signer"] == name and signed[:4] == key_id
    demand(own, "the head is signed by another key than the one given")
    data, index, size = unbase64(file["entry"]), int(file["index"]), int(file["size"])
    demand(index < size, "the head's ledger has no entry of that number")
    path = [unbase64(sibling) for sibling in file["path"].split()]
    root = root_from_path(sm3(b"\x00" + data), index, size, path)
    demand(root == unbase64(file["root"]), "the entry is not in the ledger that the head signs")
    holds = signature_holds(point, file["head"].encode(), signed[4:])
    demand(holds, "the signature does not fit the head")
    entry = ENTRY.fullmatch(data.decode())
    demand(entry, "the entry does not have the exact form of an entry")
    here = entry["zone"] == zone and int(entry["number"]) == index + 1
    demand(here, "the entry inside belongs to another place than the proof says")
    return f"genuine as of head {size}: {zone} entry {index + 1}, {entry['kind']}, {entry['at']}"

def self_test():
    """Holds SM3 and SM2 against the examples of GB/T 32905 and GB/T 32918.5, appendices A."""
    hashes = ("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
              "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")
    demand((sm3(b"abc") + sm3(b"abcd" * 16)).hex() == hashes, "SM3 is not the standard's")
    key = times(0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8, G)
    signature = bytes.fromhex(
        "3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
        "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa")
    right = signature_holds(key, b"message digest", signature)
    demand(right and not signature_holds(key, b"message", signature), "SM2 is not the standard's")
    return "SM3 and SM2 answer as the standards' own examples do"

def main(words):
    """The answer to a command line, and the exit code."""
    try:
        if words == ["--self-test"]:
            return self_test(), 0
        if words[1:2] + words[3:4] not in (["--key"], ["--key", "--status"]) or not len(words) & 1:
            return __doc__.split("\n\n")[1], 2
        texts = [pathlib.Path(name).read_bytes().decode() for name in words[::2]]
        return (check if len(texts) == 2 else check_status)(*texts), 0
    except OSError as error:
        return f"cannot open {error.filename}: {error.strerror}", 2
    except UnicodeDecodeError:
        return "not genuine: what should be text in UTF-8 is not", 1
    except Flaw as flaw:
        return f"not genuine: {flaw}", 1

if __name__ == "__main__":
    answer, code = main(sys.argv[1:])
    sys.stdout.reconfigure(errors="backslashreplace")
    print(answer, file=sys.stderr if code else sys.stdout)
    sys.exit(code)
