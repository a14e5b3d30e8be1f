package dev.penstock.connections.protocol;

import dev.penstock.connections.Fault;
import dev.penstock.sparkplug.payload.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a protocol asks for where a device or destination is set up. Whoever brings a protocol
 * brings one of these.
 */
public interface ProtocolForm {
  /** The word that policies and files have for it. */
  String protocol();

  /** The settings there are; any other one is a fault. */
  List<SettingForm> settings();

  /**
   * What keeps settings that are each right from being so together; told at the setting that it
   * names, or at the section where it names none.
   */
  default List<Clash> clashes(Map<String, String> settings) {
    return List.of();
  }

  /** Whether hosts get composed values, of templates; for destinations only. */
  default boolean hasTemplates() {
    return false;
  }

  /** What values of a type are to hosts of Sparkplug; empty where their values decide. */
  default Optional<DataType> metricType(String type) {
    return Optional.empty();
  }

  /** Why there can be no such point; for devices only. */
  default Optional<Fault> faultOfPoint(Map<String, String> settings, String address, String type) {
    return Optional.empty();
  }

  /** Why there can be no such point that is written; asked where the point itself is right. */
  default Optional<Fault> faultOfWriting(Map<String, String> settings, String address) {
    return Optional.empty();
  }

  /**
   * A fault of settings together.
   *
   * @param setting at which it is told; empty for the whole section
   */
  record Clash(String setting, Fault fault) {}
}
