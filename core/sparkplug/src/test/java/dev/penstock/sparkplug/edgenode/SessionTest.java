package dev.penstock.sparkplug.edgenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.penstock.sparkplug.edgenode.Rig.Said;
import dev.penstock.sparkplug.edgenode.Rig.Will;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a session begins and ends. */
class SessionTest {
  /**
   * Req: tck-id-message-flow-edge-node-birth-publish-will-message,
   * tck-id-message-flow-edge-node-birth-publish-will-message-topic,
   * tck-id-message-flow-edge-node-birth-publish-will-message-payload,
   * tck-id-message-flow-edge-node-birth-publish-will-message-qos,
   * tck-id-message-flow-edge-node-birth-publish-will-message-will-retained,
   * tck-id-payloads-ndeath-will-message, tck-id-payloads-ndeath-will-message-qos,
   * tck-id-payloads-ndeath-will-message-retain, tck-id-topics-ndeath-topic,
   * tck-id-topics-ndeath-payload, tck-id-topics-ndeath-seq, tck-id-payloads-ndeath-seq
   */
  @Test
  void theWillIsTheDeathOfTheNodeAndNamesNothingButItsNumber() {
    Rig rig = new Rig();
    Said death = Rig.will(rig.connecting()).said();
    assertThat(death.topic()).isEqualTo("spBv1.0/Waterworks/NDEATH/Well 3");
    assertThat(death.qos()).isEqualTo(1);
    assertThat(death.isRetained()).isFalse();
    assertThat(death.payload().seq()).isNull();
    assertThat(death.only().name()).isEqualTo("bdSeq");
    assertThat(death.only().type()).contains(DataType.INT64);
    assertThat(death.only().value()).isEqualTo(new Value.Bits64(0));
  }

  /**
   * Req: tck-id-principles-persistence-clean-session-311,
   * tck-id-principles-persistence-clean-session-50
   */
  @Test
  void noSessionOutlivesItsConnection() {
    Will will = Rig.will(new Rig().connecting());
    assertThat(will.connect().isCleanStart()).isTrue();
    assertThat(will.connect().sessionExpirySeconds()).isZero();
  }

  /**
   * Req: tck-id-topics-nbirth-bdseq-included, tck-id-topics-nbirth-bdseq-matching,
   * tck-id-topics-nbirth-bdseq-increment, tck-id-payloads-nbirth-bdseq,
   * tck-id-payloads-nbirth-bdseq-repeat, tck-id-payloads-ndeath-bdseq,
   * tck-id-message-flow-edge-node-birth-publish-will-message-payload-bdSeq,
   * tck-id-message-flow-edge-node-birth-publish-nbirth-payload-bdSeq
   */
  @Test
  void birthAndWillHaveOneNumberThatGoesUpWithEachConnection() {
    Rig rig = new Rig();
    for (int i = 0; i < 600; i++) {
      Said death = Rig.will(rig.connecting()).said();
      Said birth = Rig.said(rig.on(new Event.Connected(rig.now))).getFirst();
      assertThat(death.only().value()).isEqualTo(new Value.Bits64(i % 256));
      assertThat(birth.metric("bdSeq").value()).isEqualTo(new Value.Bits64(i % 256));
      assertThat(birth.metric("bdSeq").type()).contains(DataType.INT64);
      var _ = rig.on(new Event.ConnectionLost());
    }
  }

  @Test
  void aNumberOfABirthIsWithinItsRange() {
    assertThat(EdgeNode.bdSeqAfter(254)).isEqualTo(255);
    assertThat(EdgeNode.bdSeqAfter(255)).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Event.Connecting("first", 256, 0))
        .withMessageContaining("256");
  }

  /**
   * Req: tck-id-principles-birth-certificates-order,
   * tck-id-message-flow-edge-node-birth-publish-connect,
   * tck-id-message-flow-edge-node-ncmd-subscribe,
   * tck-id-message-flow-device-birth-publish-nbirth-wait, tck-id-message-flow-device-dcmd-subscribe
   */
  @Test
  void nothingIsPublishedBeforeTheConnectionAndBirthsComeFirst() {
    Rig rig = new Rig();
    rig.define();
    assertThat(Rig.said(rig.told(Rig.NODE, Rig.level(rig.now, 5)))).isEmpty();
    assertThat(Rig.said(rig.connecting())).isEmpty();
    assertThat(Rig.said(rig.told(Rig.NODE, Rig.level(rig.now, 6)))).isEmpty();
    List<Action> actions = rig.on(new Event.Connected(rig.now));
    assertThat(actions.subList(0, 2))
        .containsExactly(
            new Action.Subscribe("spBv1.0/Waterworks/NCMD/Well 3", 1),
            new Action.Subscribe("spBv1.0/Waterworks/DCMD/Well 3/Pump 1", 1));
    assertThat(Rig.types(actions)).containsExactly("NBIRTH", "DBIRTH");
    assertThat(rig.node.phase()).isEqualTo(EdgeNode.Phase.BORN);
  }

  /**
   * Req: tck-id-topics-nbirth-topic, tck-id-topics-nbirth-mqtt, tck-id-topics-nbirth-seq-num,
   * tck-id-topics-nbirth-timestamp, tck-id-payloads-nbirth-timestamp, tck-id-payloads-nbirth-seq,
   * tck-id-payloads-nbirth-qos, tck-id-payloads-nbirth-retain,
   * tck-id-message-flow-edge-node-birth-publish-nbirth-topic,
   * tck-id-message-flow-edge-node-birth-publish-nbirth-payload,
   * tck-id-message-flow-edge-node-birth-publish-nbirth-qos,
   * tck-id-message-flow-edge-node-birth-publish-nbirth-retained,
   * tck-id-message-flow-edge-node-birth-publish-nbirth-payload-seq,
   * tck-id-payloads-sequence-num-req-nbirth, tck-id-payloads-timestamp-in-UTC
   */
  @Test
  void theBirthOfANodeHasItsTopicItsTimeAndTheNumberZero() {
    Rig rig = new Rig();
    Said birth = Rig.said(rig.connect()).getFirst();
    assertThat(birth.topic()).isEqualTo("spBv1.0/Waterworks/NBIRTH/Well 3");
    assertThat(birth.qos()).isZero();
    assertThat(birth.isRetained()).isFalse();
    assertThat(birth.payload().seq()).isZero();
    assertThat(birth.payload().timestampMs()).isEqualTo(rig.now);
  }

  /**
   * Req: tck-id-topics-nbirth-rebirth-metric, tck-id-payloads-nbirth-rebirth-req,
   * tck-id-operational-behavior-data-commands-rebirth-name,
   * tck-id-operational-behavior-data-commands-rebirth-name-aliases,
   * tck-id-operational-behavior-data-commands-rebirth-datatype,
   * tck-id-operational-behavior-data-commands-rebirth-value
   */
  @Test
  void theBirthOfANodeOffersARebirthByNameAlone() {
    Metric rebirth = Rig.said(new Rig().connect()).getFirst().metric("Node Control/Rebirth");
    assertThat(rebirth.type()).contains(DataType.BOOLEAN);
    assertThat(rebirth.value()).isEqualTo(new Value.Flag(false));
    assertThat(rebirth.alias()).isNull();
  }

  /**
   * Req: tck-id-operational-behavior-edge-node-intentional-disconnect-ndeath,
   * tck-id-operational-behavior-edge-node-intentional-disconnect-packet,
   * tck-id-payloads-ndeath-will-message-publisher,
   * tck-id-payloads-ndeath-will-message-publisher-disconnect-mqtt311,
   * tck-id-payloads-ndeath-will-message-publisher-disconnect-mqtt50
   */
  @Test
  void anEndThatIsMeantIsToldBeforeTheConnectionGoes() {
    Rig rig = Rig.born();
    rig.now += 5_000;
    List<Action> actions = rig.on(new Event.Stopping(rig.now));
    assertThat(actions).hasSize(2);
    Said death = Rig.said(actions).getFirst();
    assertThat(death.type()).isEqualTo("NDEATH");
    assertThat(death.only().value()).isEqualTo(new Value.Bits64(rig.bdSeq()));
    assertThat(death.payload().seq()).isNull();
    assertThat(actions.getLast()).isEqualTo(new Action.Disconnect(true, false));
    assertThat(rig.node.phase()).isEqualTo(EdgeNode.Phase.OFFLINE);
  }

  @Test
  void anEndBeforeTheConnectionStandsTellsNobody() {
    Rig rig = new Rig();
    var _ = rig.connecting();
    assertThat(rig.on(new Event.Stopping(rig.now)))
        .containsExactly(new Action.Disconnect(false, false));
    assertThat(rig.on(new Event.Stopping(rig.now))).isEmpty();
  }

  @Test
  void aConnectionThatNobodyOpenedIsAFaultOfItsOwner() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new Rig().on(new Event.Connected(0)))
        .withMessageContaining("OFFLINE");
  }

  @Test
  void theSameEventOnTheSameNodeMakesTheSameStep() {
    Rig rig = Rig.born();
    Event event = new Event.Values(Rig.NODE, List.of(Rig.level(rig.now, 9)), false, rig.now);
    assertThat(rig.node.on(event).actions()).isEqualTo(rig.node.on(event).actions());
    assertThat(rig.node.on(event).node().on(event).actions())
        .isNotEqualTo(rig.node.on(event).actions());
  }
}
