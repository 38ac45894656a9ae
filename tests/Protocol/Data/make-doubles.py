"""Writes doubles.txt: bits of a double in hex, and what C's printf("%.17g") makes of it (Python's formatting is C's)."""
import random
import struct

random.seed(20240229)


def line(bits):
    value = struct.unpack(">d", struct.pack(">Q", bits))[0]
    return "%016x %s" % (bits, "%.17g" % value)


def bits_of(value):
    return struct.unpack(">Q", struct.pack(">d", value))[0]


cases = [bits_of(v) for v in (
    0.0, -0.0, 1.0, -1.0, 0.1, 0.2, 0.3, 0.1 + 0.2, 1.5, -2.5, 3.14, 1 / 3, 2 / 3, 100.0, 123456.789, 1e15, 1e16, 1e17, 1e18, 1e21, 1e22, 1e23,
    1e100, 1e-1, 1e-4, 1e-5, 0.0001, 0.00012345, 0.000099999999999999999, 1e-7, 1e-10, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308,
    9007199254740991.0, 9007199254740992.0, 9007199254740993.0, 99999999999999990.0, 99999999999999999.0, 123456789012345678.0,
    999999999999999.9, 999999999999999.0, 1000000000000001.0, 9999999999999998.0, 12345678901234567.0, 1e15 + 0.5, 4503599627370496.5, 2.0**53,
    2.0**63, -2.0**63, 2.0**64, 1e-300, 1.0000000000000002, 0.99999999999999989, float("inf"), float("-inf"))]
cases += [random.getrandbits(64) for _ in range(700)]
cases += [bits_of(random.uniform(-1e6, 1e6)) for _ in range(200)]
cases += [bits_of(random.randrange(-10**18, 10**18) / 10.0**random.randrange(0, 22)) for _ in range(400)]
cases += [bits_of(round(random.uniform(0, 10**random.randrange(1, 17)), random.randrange(0, 6))) for _ in range(300)]
cases += [bits_of(float(10**e)) + d for e in range(-6, 23) for d in (-1, 0, 1)]
cases = [c for c in cases if (c >> 52) & 0x7FF != 0x7FF or c & ((1 << 52) - 1) == 0]
with open("doubles.txt", "w") as out:
    out.write("# made by make-doubles.py\n")
    out.writelines(line(c) + "\n" for c in cases)
