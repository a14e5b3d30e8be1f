package dev.penstock.plant;

import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import java.util.List;
import java.util.Optional;

/** The bytes of {@link PlantFormat#ONE}, which stay as they are. */
final class FormOne {
  static final int ITEMS = 6;

  private final Items in;

  /** Begins after the name of the format. */
  FormOne(CborReader in) {
    this.in = new Items(in);
  }

  static byte[] encode(Model model) {
    var out = new CborWriter(4_096);
    out.array(ITEMS);
    out.text(PlantFormat.ONE.word());
    Items.title(out, 2, model.organisation());
    Items.title(out, 2, model.site());
    out.array(model.zones().size());
    for (Zone zone : model.zones()) {
      Items.title(out, 4, zone);
      Items.text(out, zone.parent());
      Items.texts(out, zone.sources());
    }
    out.array(model.conduits().size());
    for (Conduit conduit : model.conduits()) {
      Items.title(out, 4, conduit);
      conduit.between().forEach(out::text);
    }
    out.array(model.assets().size());
    for (Asset asset : model.assets()) {
      Items.title(out, 3, asset);
      out.text(asset.zone().orElseThrow());
    }
    return out.toByteArray();
  }

  Draft draft() {
    in.expect(2);
    var organisation = new Organisation(in.id(), in.name());
    in.expect(2);
    var site = new Site(in.id(), in.name());
    List<Zone> zones = in.list(Bounds.ZONES_MAX, this::zone);
    List<Conduit> conduits = in.list(Bounds.CONDUITS_MAX, this::conduit);
    List<Asset> assets = in.list(Bounds.ASSETS_MAX, this::asset);
    return Draft.of(organisation, site, zones, conduits, assets).in(PlantFormat.ONE);
  }

  private Zone zone() {
    in.expect(4);
    return new Zone(in.id(), in.name(), in.optionalId(), in.sources());
  }

  private Conduit conduit() {
    in.expect(4);
    return new Conduit(in.id(), in.name(), List.of(in.id(), in.id()));
  }

  private Asset asset() {
    in.expect(3);
    return new Asset(in.id(), in.name(), Optional.of(in.id()));
  }
}
