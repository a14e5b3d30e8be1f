package dev.penstock.it;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.tahu.exception.TahuException;
import org.eclipse.tahu.host.HostApplication;
import org.eclipse.tahu.host.api.MultiHostApplicationEventHandler;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.message.model.DeviceDescriptor;
import org.eclipse.tahu.message.model.EdgeNodeDescriptor;
import org.eclipse.tahu.message.model.Message;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.SparkplugBPayload;
import org.eclipse.tahu.message.model.SparkplugDescriptor;
import org.eclipse.tahu.message.model.Template;
import org.eclipse.tahu.message.model.Topic;
import org.eclipse.tahu.model.MqttServerDefinition;
import org.eclipse.tahu.mqtt.MqttClientId;
import org.eclipse.tahu.mqtt.MqttServerName;
import org.eclipse.tahu.mqtt.MqttServerUrl;
import org.eclipse.tahu.mqtt.RandomStartupDelay;

/**
 * Eclipse Tahu's own host application, and what it told: its words for what came, after it judged
 * sequence numbers, births and deaths. It asks for births by itself where it misses one. What it
 * knows of nodes it keeps for all hosts of a process, so each test has a group of its own.
 */
@SuppressWarnings("JavaUtilDate") // Tahu's own words for times
final class TahuHost implements MultiHostApplicationEventHandler, AutoCloseable {
  private static final MqttServerName SERVER = new MqttServerName("mosquitto");
  private static final int KEEP_ALIVE_S = 20;

  /** Held, or its level is forgotten: Tahu tells each payload of a node that it does not know. */
  private static final Logger LOGGER = Logger.getLogger("org.eclipse.tahu");

  static {
    LOGGER.setLevel(Level.OFF);
  }

  private final HostApplication application;

  /** Guarded by this, as all below. */
  private final List<String> events = new ArrayList<>();

  private final Map<String, Double> values = new HashMap<>();
  private final Map<String, Object> members = new HashMap<>();
  private final Set<String> historical = new TreeSet<>();
  private final Set<String> born = new TreeSet<>();
  private final Set<String> stale = new TreeSet<>();

  private TahuHost(int port, String id, String group) throws TahuException {
    var server =
        new MqttServerDefinition(
            SERVER,
            new MqttClientId("tahu-" + id, false),
            new MqttServerUrl("tcp://127.0.0.1:" + port),
            null,
            null,
            KEEP_ALIVE_S,
            null);
    application =
        new HostApplication(
            this,
            id,
            List.of("spBv1.0/" + group + "/#"),
            List.of(server),
            new RandomStartupDelay("0-1"),
            new SparkplugBPayloadDecoder(),
            true);
  }

  /** One that says of itself that it is there. */
  static TahuHost start(int port, String id, String group) throws TahuException {
    var host = new TahuHost(port, id, group);
    host.application.start(true);
    return host;
  }

  /** Says of itself whether it is there. */
  void online(boolean isOnline) {
    application.setOnlineState(isOnline);
  }

  void command(Topic topic, SparkplugBPayload payload) throws Exception {
    application.publishCommand(topic, payload);
  }

  /** What happened, in its order: {@code NBIRTH group/node}, {@code DDEATH group/node/device}. */
  synchronized List<String> events() {
    return List.copyOf(events);
  }

  synchronized long count(String event) {
    return events.stream().filter(event::equals).count();
  }

  /** By device, metric and time, the values that came as data and were good. */
  synchronized Map<String, Double> values() {
    return Map.copyOf(values);
  }

  /** The same of members of instances, of whatever type; their names stand behind the metric's. */
  synchronized Map<String, Object> members() {
    return Map.copyOf(members);
  }

  /** Which of them came as history. */
  synchronized Set<String> historical() {
    return Set.copyOf(historical);
  }

  /** Metrics that births named. */
  synchronized Set<String> born() {
    return Set.copyOf(born);
  }

  /** Metrics that Tahu took to be stale since their last birth. */
  synchronized Set<String> stale() {
    return Set.copyOf(stale);
  }

  private synchronized void happened(String event, SparkplugDescriptor who) {
    events.add(event + " " + who.getDescriptorString());
  }

  private static String name(SparkplugDescriptor who, Metric metric) {
    return who.getDescriptorString() + "/" + metric.getName();
  }

  @Override
  public void onConnect(MqttServerName server) {}

  @Override
  public void onDisconnect(MqttServerName server) {}

  @Override
  public void onMessage(MqttServerName server, SparkplugDescriptor who, Message message) {}

  @Override
  public void onNodeBirthArrived(MqttServerName server, EdgeNodeDescriptor who, Message message) {}

  @Override
  public void onNodeBirthComplete(MqttServerName server, EdgeNodeDescriptor who) {
    happened("NBIRTH", who);
  }

  @Override
  public void onNodeDataArrived(MqttServerName server, EdgeNodeDescriptor who, Message message) {}

  @Override
  public void onNodeDataComplete(MqttServerName server, EdgeNodeDescriptor who) {}

  @Override
  public void onNodeDeath(MqttServerName server, EdgeNodeDescriptor who, Message message) {}

  @Override
  public void onNodeDeathComplete(MqttServerName server, EdgeNodeDescriptor who) {
    happened("NDEATH", who);
  }

  @Override
  public void onDeviceBirthArrived(MqttServerName server, DeviceDescriptor who, Message message) {}

  @Override
  public void onDeviceBirthComplete(MqttServerName server, DeviceDescriptor who) {
    happened("DBIRTH", who);
  }

  @Override
  public void onDeviceDataArrived(MqttServerName server, DeviceDescriptor who, Message message) {}

  @Override
  public void onDeviceDataComplete(MqttServerName server, DeviceDescriptor who) {}

  @Override
  public void onDeviceDeath(MqttServerName server, DeviceDescriptor who, Message message) {}

  @Override
  public void onDeviceDeathComplete(MqttServerName server, DeviceDescriptor who) {
    happened("DDEATH", who);
  }

  @Override
  public synchronized void onBirthMetric(
      MqttServerName server, SparkplugDescriptor who, Metric metric) {
    String name = name(who, metric);
    boolean _ = born.add(name);
    boolean _ = stale.remove(name);
  }

  @Override
  public synchronized void onDataMetric(
      MqttServerName server, SparkplugDescriptor who, Metric metric) {
    if (metric.getValue() instanceof Double value) {
      String key = name(who, metric) + "/" + metric.getTimestamp().getTime();
      values.put(key, value);
      if (metric.isHistorical()) {
        boolean _ = historical.add(key);
      }
    }
    if (metric.getValue() instanceof Template template) {
      for (Metric each : template.getMetrics()) {
        String key = name(who, metric) + "/" + each.getName() + "/" + each.getTimestamp().getTime();
        var _ = members.put(key, each.getValue());
      }
    }
  }

  @Override
  public synchronized void onStale(MqttServerName server, SparkplugDescriptor who, Metric metric) {
    boolean _ = stale.add(name(who, metric));
  }

  @Override
  public void close() {
    application.shutdown();
  }
}
