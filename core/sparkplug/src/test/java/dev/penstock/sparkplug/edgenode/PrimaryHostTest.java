package dev.penstock.sparkplug.edgenode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sparkplug.edgenode.Action.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A node that speaks only while its primary host is there. */
class PrimaryHostTest {
  private static Rig waiting(boolean hasOtherServers) {
    Rig rig = new Rig(Settings.of(Rig.ID).withPrimaryHost("scada", hasOtherServers));
    rig.define();
    var _ = rig.connect();
    return rig;
  }

  private static boolean isBorn(Rig rig) {
    return rig.node.phase() == EdgeNode.Phase.BORN;
  }

  /**
   * Req: tck-id-message-flow-edge-node-birth-publish-phid-wait,
   * tck-id-operational-behavior-edge-node-birth-sequence-wait,
   * tck-id-operational-behavior-primary-application-state-with-multiple-servers-state-subs
   */
  @Test
  void birthsWaitForTheHost() {
    Rig rig = new Rig(Settings.of(Rig.ID).withPrimaryHost("scada", true));
    List<Action> actions = rig.connect();
    assertThat(actions).contains(new Action.Subscribe("spBv1.0/STATE/scada", 1));
    assertThat(Rig.said(actions)).isEmpty();
    assertThat(Rig.types(rig.host("scada", true, 100))).containsExactly("NBIRTH");
    assertThat(Rig.said(rig.host("scada", true, 100))).isEmpty();
  }

  /** Req: tck-id-message-flow-edge-node-birth-publish-phid-wait-id */
  @Test
  void anotherHostIsNotWaitedFor() {
    Rig rig = waiting(true);
    assertThat(rig.host("scad", true, 100)).isEmpty();
    assertThat(rig.host("Scada", true, 100)).isEmpty();
    assertThat(isBorn(rig)).isFalse();
  }

  /** Req: tck-id-message-flow-edge-node-birth-publish-phid-wait-online */
  @Test
  void aHostThatIsNotThereIsWaitedForWhereThereIsNoOtherServer() {
    Rig rig = waiting(false);
    assertThat(rig.host("scada", false, 100)).isEmpty();
    assertThat(rig.node.phase()).isEqualTo(EdgeNode.Phase.WAITING);
    assertThat(Rig.types(rig.host("scada", true, 101))).containsExactly("NBIRTH", "DBIRTH");
  }

  /** Req: tck-id-message-flow-edge-node-birth-publish-phid-wait-timestamp */
  @Test
  void anOldWordOfTheHostCountsForNothing() {
    Rig rig = waiting(false);
    var _ = rig.host("scada", false, 200);
    assertThat(rig.host("scada", true, 199))
        .containsExactly(
            new Refused("spBv1.0/STATE/scada", Optional.empty(), Refused.Why.OLD_STATE));
    assertThat(isBorn(rig)).isFalse();
    var _ = rig.host("scada", true, 200);
    assertThat(isBorn(rig)).isTrue();
  }

  @Test
  void whatTheHostSaidIsRememberedOverConnectionsAtThatServerAlone() {
    Rig rig = waiting(false);
    var _ = rig.host("scada", true, 500);
    var _ = rig.on(new Event.ConnectionLost());
    var _ = rig.connect();
    var _ = rig.host("scada", true, 499);
    assertThat(isBorn(rig)).isFalse();
    var _ = rig.on(new Event.ConnectionLost());
    var _ = rig.on(new Event.Connecting("second", 7, rig.now));
    var _ = rig.on(new Event.Connected(rig.now));
    var _ = rig.host("scada", true, 3);
    assertThat(isBorn(rig)).isTrue();
  }

  /**
   * Req: tck-id-message-flow-edge-node-birth-publish-phid-offline,
   * tck-id-operational-behavior-edge-node-termination-host-offline,
   * tck-id-operational-behavior-edge-node-termination-host-offline-reconnect
   */
  @Test
  void aHostThatGoesEndsTheSessionAndTheNextServerIsTried() {
    Rig rig = waiting(false);
    var _ = rig.host("scada", true, 100);
    List<Action> actions = rig.host("scada", false, 100);
    assertThat(Rig.types(actions)).containsExactly("NDEATH");
    assertThat(actions.getLast()).isEqualTo(new Action.Disconnect(true, true));
    assertThat(rig.node.phase()).isEqualTo(EdgeNode.Phase.OFFLINE);
  }

  /** Req: tck-id-operational-behavior-edge-node-termination-host-offline-timestamp */
  @Test
  void anEndOfAnEarlierSessionOfTheHostEndsNothing() {
    Rig rig = waiting(true);
    var _ = rig.host("scada", true, 100);
    assertThat(rig.host("scada", false, 99))
        .containsExactly(
            new Refused("spBv1.0/STATE/scada", Optional.empty(), Refused.Why.OLD_STATE));
    assertThat(isBorn(rig)).isTrue();
  }

  /** Req: tck-id-operational-behavior-primary-application-state-with-multiple-servers-walk */
  @Test
  void aServerWithoutTheHostIsLeftForTheNextOne() {
    Rig rig = waiting(true);
    List<Action> actions = rig.host("scada", false, 100);
    assertThat(Rig.types(actions)).containsExactly("NDEATH");
    assertThat(actions.getLast()).isEqualTo(new Action.Disconnect(true, true));
    assertThat(rig.node.phase()).isEqualTo(EdgeNode.Phase.OFFLINE);
  }

  /**
   * Req: tck-id-operational-behavior-primary-application-state-with-multiple-servers-single-server
   */
  @Test
  void aNewConnectionTakesThePlaceOfTheOldOne() {
    Rig rig = waiting(true);
    var _ = rig.host("scada", true, 100);
    var _ = rig.on(new Event.Connecting("second", 1, rig.now));
    assertThat(rig.node.phase()).isEqualTo(EdgeNode.Phase.CONNECTING);
    assertThat(Rig.said(rig.told(Rig.NODE, Rig.level(rig.now, 1)))).isEmpty();
  }

  @Test
  void whatIsNoStateChangesNothing() {
    Rig rig = waiting(true);
    for (String text : List.of("", "ONLINE", "{}", "{\"online\":true}", "{\"online\":1}")) {
      assertThat(rig.arrived("spBv1.0/STATE/scada", text.getBytes(StandardCharsets.UTF_8), true))
          .containsExactly(
              new Refused("spBv1.0/STATE/scada", Optional.empty(), Refused.Why.MALFORMED));
    }
    assertThat(isBorn(rig)).isFalse();
  }
}
