package dev.penstock.sparkplug.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A composed value (Sparkplug 3.0 §6.4.14): either the definition of a kind, or an instance of one.
 *
 * @param reference the name of the definition; an instance has one, a definition none
 * @param members in a definition all there will ever be, with their types
 */
public record Template(
    boolean isDefinition,
    @Nullable String reference,
    @Nullable String version,
    List<Metric> members,
    List<Parameter> parameters)
    implements Value.Structure {
  /**
   * A value that goes with an instance; in a definition, what it is where an instance says nothing.
   */
  public record Parameter(String name, @Nullable Integer typeCode, Value.@Nullable Basic value) {
    public Parameter {
      Texts.mustBeUtf8("name", name);
    }
  }

  public Template {
    Texts.mustBeUtf8("reference", reference);
    Texts.mustBeUtf8("version", version);
    members = List.copyOf(members);
    parameters = List.copyOf(parameters);
  }

  public static Template definition(
      @Nullable String version, List<Metric> members, List<Parameter> parameters) {
    return new Template(true, null, version, members, parameters);
  }

  public static Template instance(
      String reference, List<Metric> members, List<Parameter> parameters) {
    return new Template(false, reference, null, members, parameters);
  }
}
