package dev.penstock.connections.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The protocols that devices, and those that destinations may have. */
public final class ProtocolForms {
  private final Map<String, ProtocolForm> ofDevices;
  private final Map<String, ProtocolForm> ofDestinations;

  /** Of these; each protocol once. */
  public ProtocolForms(List<ProtocolForm> ofDevices, List<ProtocolForm> ofDestinations) {
    this.ofDevices = byWord(ofDevices);
    this.ofDestinations = byWord(ofDestinations);
  }

  /** Those that are described in this module. */
  public static ProtocolForms standard() {
    return new ProtocolForms(
        List.of(new ModbusForm()), List.of(new MqttForm(), new SparkplugForm()));
  }

  private static Map<String, ProtocolForm> byWord(List<ProtocolForm> forms) {
    Map<String, ProtocolForm> byWord = new TreeMap<>();
    for (ProtocolForm form : forms) {
      if (byWord.put(form.protocol(), form) != null) {
        throw new IllegalArgumentException("two forms of " + form.protocol());
      }
    }
    return byWord;
  }

  /** What a device of this protocol asks for. */
  public Optional<ProtocolForm> ofDevice(String protocol) {
    return Optional.ofNullable(ofDevices.get(protocol));
  }

  /** What a destination of this protocol asks for. */
  public Optional<ProtocolForm> ofDestination(String protocol) {
    return Optional.ofNullable(ofDestinations.get(protocol));
  }

  /** The words of those of devices, for people. */
  public String deviceWords() {
    return String.join(", ", ofDevices.keySet());
  }

  /** The words of those of destinations, for people. */
  public String destinationWords() {
    return String.join(", ", ofDestinations.keySet());
  }
}
