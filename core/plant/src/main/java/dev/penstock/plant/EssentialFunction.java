package dev.penstock.plant;

import java.util.List;

/**
 * What must go on whatever happens: no countermeasure may break it.
 *
 * @param assets ids of those it needs
 */
public record EssentialFunction(String id, String name, List<String> assets) implements Element {
  public EssentialFunction {
    assets = List.copyOf(assets);
  }
}
