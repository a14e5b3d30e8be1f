package dev.penstock.web;

import dev.penstock.connections.Connections;
import dev.penstock.driving.supervision.LinkFigures;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.version.History;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the node connects as the API has it: what is in force, what is wanted, how it stands. */
public interface ConnectionsView extends VersionedView<Connections> {
  /** A node that connects nothing. */
  ConnectionsView NONE = new NoConnections();

  /** How everything stands that is connected just now. */
  Links links();

  /**
   * How everything stands.
   *
   * @param obstacles what is not connected although it should be, each in one line
   */
  record Links(
      List<DeviceLink> devices,
      List<DestinationLink> destinations,
      List<ProxyLink> proxies,
      List<String> obstacles) {
    /** Nothing is connected. */
    public static final Links NONE = new Links(List.of(), List.of(), List.of(), List.of());

    public Links {
      devices = List.copyOf(devices);
      destinations = List.copyOf(destinations);
      proxies = List.copyOf(proxies);
      obstacles = List.copyOf(obstacles);
    }
  }

  /**
   * A device.
   *
   * @param device its id
   * @param zone that it lies in
   * @param points that can be read, as far as the driver knows
   * @param faulty points that there cannot be, by their addresses
   * @param refused points that the policy does not let be read
   * @param samples that were taken in
   * @param unkept samples that were not kept, which is recorded
   * @param overruns readings that were due and did not begin
   * @param pauses of reading, for the intake was full
   * @param writes that were sent to it
   */
  record DeviceLink(
      String device,
      String zone,
      LinkFigures link,
      int points,
      int faulty,
      int refused,
      long samples,
      long unkept,
      long overruns,
      long pauses,
      long writes) {}

  /**
   * Where values go.
   *
   * @param destination its id
   * @param zone that it lies in
   * @param fault why the link does not stand, or what else is in the way
   * @param lag positions of the journal that it has not acknowledged
   * @param behind how long ago it had all that there was
   * @param sent records, again ones included
   * @param historyLeft positions that are still to be made good
   * @param overtaken positions that retention took before it had them
   * @param links how often the link stood
   * @param commands empty where it may give none
   */
  record DestinationLink(
      String destination,
      String zone,
      boolean isLinked,
      Optional<String> fault,
      long lag,
      Duration behind,
      long sent,
      long acknowledged,
      long historyLeft,
      long overtaken,
      long links,
      Optional<CommandsOf> commands) {}

  /**
   * Commands that a destination gives.
   *
   * @param fault why none is heard just now
   * @param given to the desk, whatever it said
   * @param refused before they got there
   * @param unanswered answers that did not go out
   */
  record CommandsOf(
      Optional<String> fault, int underWay, long given, long refused, long unanswered) {}

  /**
   * A port through which others reach a device.
   *
   * @param proxy its id
   * @param device the id of the device
   * @param address where it listens
   * @param clients that are connected
   */
  record ProxyLink(String proxy, String fromZone, String device, String address, int clients) {}

  /** See {@link #NONE}. */
  final class NoConnections implements ConnectionsView {
    private NoConnections() {}

    @Override
    public Links links() {
      return Links.NONE;
    }

    @Override
    public Optional<Shown<Connections>> active() {
      return Optional.empty();
    }

    @Override
    public History history() {
      return History.NONE;
    }

    @Override
    public Optional<byte[]> yaml(Digest model) {
      return Optional.empty();
    }

    @Override
    public Laid lay(byte[] yaml) {
      return new Laid.Unsound(List.of("this node keeps no connections"));
    }

    @Override
    public Asking asking(Digest model) {
      return new Asking.Unknown();
    }
  }
}
