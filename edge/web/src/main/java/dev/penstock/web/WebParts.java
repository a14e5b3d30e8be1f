package dev.penstock.web;

import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.query.SealedContinuity;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.merkle.tile.TileView;
import java.time.InstantSource;

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
    InstantSource clock) {}
