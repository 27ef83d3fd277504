package dev.dither.data;

import java.util.List;

/** Lookup of a class by its name, where a file names classes instead of numbering them. */
final class ClassNames {
    private ClassNames() {}

    static int index(List<String> classNames, String name, String where) {
        int index = classNames.indexOf(name);
        DataException.require(
                index >= 0, "%s: class \"%s\" is none of %s; correct it or name the class", where, name, classNames);
        return index;
    }
}
