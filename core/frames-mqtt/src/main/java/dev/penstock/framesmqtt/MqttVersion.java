package dev.penstock.framesmqtt;

/** Which MQTT a connection speaks. */
public enum MqttVersion {
  /** OASIS MQTT 3.1.1. */
  V3_1_1(4),
  /** OASIS MQTT 5.0. */
  V5(5);

  private final int level;

  MqttVersion(int level) {
    this.level = level;
  }

  /** The protocol level byte of CONNECT, MQTT 5 §3.1.2.2. */
  int level() {
    return level;
  }
}
