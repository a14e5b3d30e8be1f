package dev.penstock.web;

import dev.penstock.access.ApprovalRequest;
import dev.penstock.connections.Connections;
import dev.penstock.connections.draft.Draft;
import dev.penstock.connections.draft.TableDraft;
import dev.penstock.connections.sheet.PointSheet;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.supervision.LinkFigures;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.Model;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.version.History;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the node connects as the API has it: what is in force, what is wanted, how it stands. */
public interface ConnectionsView extends VersionedView<Connections> {
  /** A node that connects nothing. */
  ConnectionsView NONE = new NoConnections();

  /** How everything stands that is connected just now. */
  Links links();

  /**
   * What a file would be and change; nothing is kept.
   *
   * @param plant that it is held to
   */
  Drafted check(byte[] yaml, Optional<Model> plant);

  /**
   * What a table would make of the points of a device in force; nothing is kept. Empty where there
   * is no such device.
   */
  Optional<DraftedTable> check(
      String device, String table, PointSheet.Mode mode, Optional<Model> plant);

  /** Reads points of a device that is connected, once; waits for it some seconds at the most. */
  OnceRead readOnce(String device, List<PointSpec> points) throws InterruptedException;

  /**
   * A draft, held against what is in force.
   *
   * @param isInForce whether it is that
   * @param diff what it would change
   */
  record Drafted(Draft draft, boolean isInForce, List<ApprovalRequest.Difference> diff) {
    public Drafted {
      diff = List.copyOf(diff);
    }
  }

  /**
   * A draft that a table made.
   *
   * @param yaml the whole file, to be proposed; empty where the table has a fault
   */
  record DraftedTable(TableDraft table, Drafted drafted, Optional<String> yaml) {}

  /** What came of reading points once. */
  sealed interface OnceRead {
    /** They were read, in the order in which they were asked for. */
    record Done(Instant at, List<OncePoint> points) implements OnceRead {
      public Done {
        points = List.copyOf(points);
      }
    }

    /** It may be asked again in a moment. */
    record Busy(String text) implements OnceRead {}

    /** There is no link to the device. */
    record NotRead(String text) implements OnceRead {}
  }

  /**
   * What a point had.
   *
   * @param value as the device has it, without any scaling
   * @param quality an OPC UA status code
   * @param why there is no value, where the device was not asked
   */
  record OncePoint(PointSpec spec, Scalar value, int quality, Optional<String> why) {}

  /**
   * How everything stands.
   *
   * @param obstacles what is not connected although it should be, each in one line
   */
  record Links(
      List<DeviceLink> devices,
      List<DestinationLink> destinations,
      List<ProxyLink> proxies,
      List<ServerLink> servers,
      List<String> obstacles) {
    /** Nothing is connected. */
    public static final Links NONE =
        new Links(List.of(), List.of(), List.of(), List.of(), List.of());

    public Links {
      devices = List.copyOf(devices);
      destinations = List.copyOf(destinations);
      proxies = List.copyOf(proxies);
      servers = List.copyOf(servers);
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

  /**
   * A port at which others read points; counts are since it was opened.
   *
   * @param server its id
   * @param devices the ids of those that it serves points of
   * @param address where it listens
   * @param clients that are connected
   * @param answered requests that were given what they asked for
   * @param withoutValue requests for a point that has no value to be served
   * @param unmapped requests for addresses at which no point lies
   * @param refused requests that the policy does not let pass, or that are no readings
   */
  record ServerLink(
      String server,
      String fromZone,
      List<String> devices,
      String address,
      int clients,
      long answered,
      long withoutValue,
      long unmapped,
      long refused) {
    public ServerLink {
      devices = List.copyOf(devices);
    }
  }

  /** See {@link #NONE}. */
  final class NoConnections implements ConnectionsView {
    private NoConnections() {}

    @Override
    public Links links() {
      return Links.NONE;
    }

    @Override
    public Drafted check(byte[] yaml, Optional<Model> plant) {
      String why = "this node keeps no connections";
      return new Drafted(Draft.unreadable(Place.NONE, why), false, List.of());
    }

    @Override
    public Optional<DraftedTable> check(
        String device, String table, PointSheet.Mode mode, Optional<Model> plant) {
      return Optional.empty();
    }

    @Override
    public OnceRead readOnce(String device, List<PointSpec> points) {
      return new OnceRead.NotRead("this node connects nothing");
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
