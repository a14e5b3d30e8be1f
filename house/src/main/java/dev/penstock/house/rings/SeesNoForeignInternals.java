package dev.penstock.house.rings;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.penstock.house.checkout.Checkout;
import dev.penstock.house.checkout.Module;
import java.util.List;

/** A package named {@code internal} is a promise to nobody outside its module. */
final class SeesNoForeignInternals extends ArchCondition<JavaClass> {
  private final Checkout checkout;

  SeesNoForeignInternals(Checkout checkout) {
    super("see no internal package of another module");
    this.checkout = checkout;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    Module own = checkout.moduleOf(type).orElseThrow();
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      JavaClass target = dependency.getTargetClass();
      if (List.of(target.getPackageName().split("\\.")).contains("internal")) {
        checkout
            .moduleOf(target)
            .filter(module -> !module.is(own.path()))
            .ifPresent(other ->
                events.add(
                    SimpleConditionEvent.violated(
                        type,
                        own.path()
                            + " sees the inside of "
                            + other.path()
                            + ": "
                            + dependency.getDescription())));
      }
    }
  }
}
