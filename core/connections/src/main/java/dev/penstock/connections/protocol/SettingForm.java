package dev.penstock.connections.protocol;

import dev.penstock.connections.Bounds;
import dev.penstock.connections.Periods;
import dev.penstock.connections.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One setting of a protocol.
 *
 * @param allowed what may stand there, for people
 * @param read the one spelling of a text; empty for a text that may not stand there
 */
public record SettingForm(
    String name, boolean isRequired, String allowed, Function<String, Optional<String>> read) {
  private static final int PORT_MAX = 65_535;

  /** The same, and it must be there. */
  public SettingForm required() {
    return new SettingForm(name, true, allowed, read);
  }

  /** A whole number. */
  public static SettingForm number(String name, int min, int max) {
    return new SettingForm(
        name,
        false,
        "a whole number, " + min + ".." + max,
        text ->
            text.matches("[0-9]{1,9}") && isIn(Integer.parseInt(text), min, max)
                ? Optional.of(Integer.toString(Integer.parseInt(text)))
                : Optional.empty());
  }

  private static boolean isIn(int number, int min, int max) {
    return number >= min && number <= max;
  }

  /** A length of time. */
  public static SettingForm period(String name, Duration min, Duration max) {
    return new SettingForm(
        name,
        false,
        "a time, " + Periods.text(min) + ".." + Periods.text(max),
        text ->
            Periods.parse(text)
                .filter(each -> each.compareTo(min) >= 0 && each.compareTo(max) <= 0)
                .map(Periods::text));
  }

  /** One of a few words. */
  public static SettingForm choice(String name, String... words) {
    List<String> known = List.of(words);
    return new SettingForm(
        name, false, String.join(", ", known), text -> Optional.of(text).filter(known::contains));
  }

  /** One line of text that fits, or any. */
  public static SettingForm line(String name, String allowed, Predicate<String> isFit) {
    return new SettingForm(name, false, allowed, text -> Optional.of(text).filter(isFit));
  }

  /** A host with its port; an address of IPv6 stands in brackets. */
  public static SettingForm endpoint(String name, String example) {
    return line(name, "host:port, as " + example, SettingForm::isEndpoint);
  }

  /**
   * By which name the node keeps a secret. The secret itself never stands in a file that people
   * compare and approve.
   *
   * <p>Req: 62443-4-2 CR 4.1
   */
  public static SettingForm secret(String name) {
    return line(
        name,
        "the id under which the node keeps the secret, not the secret",
        text -> Texts.faultOfId(text).isEmpty());
  }

  /** True for a host, a colon and a port. */
  public static boolean isEndpoint(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || text.length() > Bounds.SETTING_CHARS_MAX) {
      return false;
    }
    String port = text.substring(colon + 1);
    String host = text.substring(0, colon);
    boolean isHost =
        host.matches("\\[[0-9a-fA-F:.]{2,45}(%[0-9A-Za-z._-]{1,15})?]")
            || host.matches("[0-9A-Za-z]([0-9A-Za-z._-]{0,252})");
    return isHost && port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= PORT_MAX;
  }
}
