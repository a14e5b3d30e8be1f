package dev.penstock.reception;

import dev.penstock.access.SecretHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from.
 *
 * @param address of the machine, as records show it
 * @param network what wrong tries are counted by: the address, for IPv6 its first 64 bits
 * @param device the secret that an earlier sign-in left on the device; null when there is none
 */
public record Origin(String address, String network, @Nullable String device) {
  private static final int DEVICE_MAX = 128;

  /** A machine that we know nothing of but its address. */
  public static Origin of(String address) {
    return new Origin(address, address, null);
  }

  @Nullable SecretHash deviceMark() {
    return device == null || device.isEmpty() || device.length() > DEVICE_MAX
        ? null
        : SecretHash.of("device " + device);
  }

  /** The secret of the device, or the one given for a device that has none. */
  String deviceOr(String fresh) {
    return device == null || deviceMark() == null ? fresh : device;
  }

  SecretHash addressMark() {
    return SecretHash.of("address " + network);
  }

  /** What makes this place a known one. */
  List<SecretHash> marks(SecretHash ofDevice) {
    return List.of(ofDevice, addressMark());
  }

  /** Says nothing of the device's secret. */
  @Override
  public String toString() {
    return address;
  }
}
