import org.jspecify.annotations.NullMarked;

/**
 * The model of a plant in zones. More than one package is exported: the model is used by everybody,
 * its file form, its versions and validations each by a few, and arrows between them point to the
 * model only.
 */
@NullMarked
module dev.penstock.plant {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.merkle;

  exports dev.penstock.plant;
  exports dev.penstock.plant.drawing;
  exports dev.penstock.plant.form;
  exports dev.penstock.plant.sheet;
  exports dev.penstock.plant.tree;
  exports dev.penstock.plant.validation;
  exports dev.penstock.plant.version;
}
