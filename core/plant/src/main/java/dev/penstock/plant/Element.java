package dev.penstock.plant;

/** What has a stable id, by which everything else refers to it, and a name that people read. */
public sealed interface Element
    permits Organisation,
        Site,
        SystemUnderConsideration,
        Zone,
        Conduit,
        Channel,
        Asset,
        AccessPoint,
        EssentialFunction,
        Acceptance {
  /** Never changes as long as the thing is the same: permissions and records hold on to it. */
  String id();

  /** May change at any time. */
  String name();
}
