package dev.penstock.flow.continuity;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How far a statement of continuity reaches: by which way the records came, and so what could be
 * lost before the gateway had a chance to see it. Every statement opens with it.
 *
 * @param qos the MQTT quality of service that was granted, 0..2; null for every other way
 */
public record Scope(Way way, @Nullable Integer qos) {
  /** The way records took to the gateway. */
  public enum Way {
    /** An MQTT subscription. */
    MQTT(0),
    /** Blocks that the device signed itself. */
    SIGNED_BLOCKS(1),
    SYSLOG_TLS(2),
    SYSLOG_UDP(3),
    /** The authenticated HTTP intake. */
    HTTP(4),
    /** The gateway asks the device at its own pace. */
    POLLING(5);

    private final int number;

    Way(int number) {
      this.number = number;
    }

    /** The number on the wire, docs/formats/continuity.md. */
    int number() {
      return number;
    }
  }

  /** What the dictionary says of a source that a broker brings. */
  public static final String MQTT = "mqtt";

  /** What it says of one that the HTTP intake brings. */
  public static final String HTTP = "http";

  /** What it says of one that speaks syslog over TLS. */
  public static final String SYSLOG_TLS = "syslog-tls";

  /** What it says of one that speaks syslog over UDP. */
  public static final String SYSLOG_UDP = "syslog-udp";

  /** What it says of one that signs its own blocks. */
  public static final String SIGNED = "penstock";

  /** What it says of one that the gateway reads by Modbus. */
  public static final String MODBUS = "modbus";

  static final int WAY_MAX = 5;

  public Scope {
    if ((way == Way.MQTT) != (qos != null)) {
      throw new IllegalArgumentException(way + " with QoS " + qos);
    }
    if (qos != null && (qos < 0 || qos > 2)) {
      throw new IllegalArgumentException("qos is " + qos + ", must be 0..2");
    }
  }

  /** A subscription with the QoS that the broker granted. */
  public static Scope mqtt(int qos) {
    return new Scope(Way.MQTT, qos);
  }

  /** Any way that has no QoS. */
  public static Scope of(Way way) {
    return new Scope(way, null);
  }

  /**
   * The way of a source by the protocol that the dictionary names for it; empty for a protocol that
   * tells no way.
   */
  public static Optional<Scope> ofProtocol(String protocol, GrantedQos granted) {
    return switch (protocol) {
      case MQTT -> Optional.of(mqtt(granted.lowest()));
      case HTTP -> Optional.of(of(Way.HTTP));
      case SYSLOG_TLS -> Optional.of(of(Way.SYSLOG_TLS));
      case SYSLOG_UDP -> Optional.of(of(Way.SYSLOG_UDP));
      case SIGNED -> Optional.of(of(Way.SIGNED_BLOCKS));
      case MODBUS -> Optional.of(of(Way.POLLING));
      default -> Optional.empty();
    };
  }

  static @Nullable Way wayOf(long number) {
    for (Way way : Way.values()) {
      if (way.number == number) {
        return way;
      }
    }
    return null;
  }

  /** The granted QoS, where there is one. */
  public OptionalInt grantedQos() {
    Integer granted = qos;
    return granted == null ? OptionalInt.empty() : OptionalInt.of(granted);
  }

  /** The words that open the statement; they follow from way and QoS alone. */
  public String sentence() {
    return switch (way) {
      case MQTT -> mqttSentence(grantedQos().orElse(0));
      case SIGNED_BLOCKS ->
          "From the device's own signed blocks on, as far as this gateway received them; what the"
              + " device never signed is not covered.";
      case SYSLOG_TLS ->
          "From this gateway's listener on, over TLS; loss before it is not covered.";
      case SYSLOG_UDP ->
          "From this gateway's listener on, over UDP, which loses messages without a word; loss"
              + " before it is not covered.";
      case HTTP ->
          "From this gateway's acknowledged HTTP intake on; what a sender was not acknowledged is"
              + " not covered.";
      case POLLING ->
          "From this gateway's own reading on; what changed between two readings is not covered.";
    };
  }

  private static String mqttSentence(int granted) {
    String sentence =
        "From this gateway's subscription on, QoS " + granted + "; loss before it is not covered";
    return granted == 0
        ? sentence + ", nor what a broker may drop at QoS 0 without a word."
        : sentence + ".";
  }
}
