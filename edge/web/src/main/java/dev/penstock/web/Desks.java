package dev.penstock.web;

/**
 * What people reach through the API that is neither evidence nor people.
 *
 * @param plant the model of the plant
 * @param certificates what the site's authority issues
 * @param shredding what destroys keys of sealed values
 * @param notices what people must know just now
 * @param connections what the node connects
 * @param commands what is given to devices
 * @param map the zone and conduit map
 * @param dryRuns what another model of the plant would have made of traffic
 */
public record Desks(
    PlantView plant,
    CertificateView certificates,
    ShredView shredding,
    NoticeView notices,
    ConnectionsView connections,
    CommandView commands,
    MapView map,
    DryRunView dryRuns) {
  /** A node that has none of them. */
  public static final Desks NONE =
      new Desks(
          PlantView.NONE,
          CertificateView.NONE,
          ShredView.NONE,
          NoticeView.NONE,
          ConnectionsView.NONE,
          CommandView.NONE,
          MapView.NONE,
          DryRunView.NONE);
}
