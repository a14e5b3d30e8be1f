package dev.penstock.framesmodbus.point;

import dev.penstock.framesmodbus.Limits;
import dev.penstock.framesmodbus.point.Reading.Good;
import dev.penstock.framesmodbus.point.Reading.Refused;
import java.util.Optional;

/** One value of a device: an address and what stands there. */
public record Point(PointAddress address, DataType type) {
  public Point {
    problem(address, type)
        .ifPresent(problem -> {
          throw new IllegalArgumentException(problem.message());
        });
  }

  /** Reads both texts; see {@link PointAddress#read} and {@link DataType#read}. */
  public static Reading<Point> read(String address, String type, int unitDefault) {
    return PointAddress.read(address, unitDefault)
        .then(place ->
            DataType.read(type)
                .then(what ->
                    problem(place, what)
                        .<Reading<Point>>map(problem -> problem)
                        .orElseGet(() -> new Good<>(new Point(place, what)))));
  }

  /** Its first register, or coil. */
  public int first() {
    return address.address();
  }

  /** Its last one. */
  public int last() {
    return address.address() + type.count() - 1;
  }

  private static Optional<Refused<Point>> problem(PointAddress address, DataType type) {
    boolean isBit = address.table().isOfBits() || address.bit() != null;
    boolean isBool = type instanceof DataType.Bool;
    if (isBit && !isBool) {
      return Optional.of(
          new Refused<>(
              0, address.text() + " is one bit, and " + type.text() + " is more", "write bool"));
    }
    if (isBool && !isBit) {
      return Optional.of(
          new Refused<>(
              0,
              address.text() + " is a register, and bool is one bit of it",
              "name the bit, as in " + address.text() + ".0"));
    }
    if (address.address() + type.count() > Limits.ADDRESS_COUNT) {
      return Optional.of(
          new Refused<>(
              0,
              type.text() + " has " + type.count() + " registers, and ends behind 65535",
              "let it begin at " + (Limits.ADDRESS_COUNT - type.count()) + " at most"));
    }
    return Optional.empty();
  }
}
