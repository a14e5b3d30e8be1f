package dev.penstock.web;

import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.live.LiveBoard;
import dev.penstock.flow.query.SealedContinuity;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.merkle.tile.TileView;
import dev.penstock.merkle.witness.Witness;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the API stands on, in the words of those who made it.
 *
 * @param token whoever shows it may ask everything
 * @param intake where events go; it calls them messages of the listener {@link WebServer#LISTENER}
 * @param listening hears when the API takes in events and when it ends
 * @param tiles the log, as C2SP tlog-tiles has it
 * @param payloads that are too large for their records
 * @param incidents hears of what must not happen
 * @param anchors who vouches for the log outside
 * @param bundles what is handed to auditors
 * @param witness the witness that this node is for its neighbours; empty when it is none
 * @param values shows what sealed values say
 * @param front what is there for people
 * @param desks what people reach besides
 */
public record WebParts(
    AccessToken token,
    SealedRecords records,
    SealedContinuity continuity,
    Intake intake,
    ListeningWatch listening,
    TileView tiles,
    Payloads payloads,
    NodeStatus status,
    Incidents incidents,
    AnchorView anchors,
    BundleView bundles,
    InstantSource clock,
    Optional<Witness> witness,
    ValueOpening values,
    Front front,
    Desks desks) {
  /** The same of a node that is no witness and has nothing for people. */
  public WebParts(
      AccessToken token,
      SealedRecords records,
      SealedContinuity continuity,
      Intake intake,
      ListeningWatch listening,
      TileView tiles,
      Payloads payloads,
      NodeStatus status,
      Incidents incidents,
      AnchorView anchors,
      BundleView bundles,
      InstantSource clock) {
    this(
        token,
        records,
        continuity,
        intake,
        listening,
        tiles,
        payloads,
        status,
        incidents,
        anchors,
        bundles,
        clock,
        Optional.empty(),
        ValueOpening.NONE,
        Front.NONE,
        Desks.NONE);
  }

  /** The same of a node that has keys of sealed values. */
  public WebParts opening(ValueOpening newValues) {
    return new WebParts(
        token,
        records,
        continuity,
        intake,
        listening,
        tiles,
        payloads,
        status,
        incidents,
        anchors,
        bundles,
        clock,
        witness,
        newValues,
        front,
        desks);
  }

  /** The same of a node that is this witness. */
  public WebParts with(Witness newWitness) {
    return new WebParts(
        token,
        records,
        continuity,
        intake,
        listening,
        tiles,
        payloads,
        status,
        incidents,
        anchors,
        bundles,
        clock,
        Optional.of(newWitness),
        values,
        front,
        desks);
  }

  /** The same with what is there for people. */
  public WebParts with(Front newFront) {
    return new WebParts(
        token,
        records,
        continuity,
        intake,
        listening,
        tiles,
        payloads,
        status,
        incidents,
        anchors,
        bundles,
        clock,
        witness,
        values,
        newFront,
        desks);
  }

  /** The same with what people reach besides. */
  public WebParts with(Desks newDesks) {
    return new WebParts(
        token,
        records,
        continuity,
        intake,
        listening,
        tiles,
        payloads,
        status,
        incidents,
        anchors,
        bundles,
        clock,
        witness,
        values,
        front,
        newDesks);
  }

  /** The newest values for who looks. */
  LiveBoard live() {
    return front.live();
  }

  /** The console's files. */
  Pages pages() {
    return front.pages();
  }
}
