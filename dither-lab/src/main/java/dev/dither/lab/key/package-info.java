/**
 * Keys of experiment files. A mapping of a file becomes a record, whose components are its keys: {@link dev.dither.lab.key.Default} says what
 * a key is where the file does not, {@link dev.dither.lab.key.Keys} fills in and refuses what no record has, {@link
 * dev.dither.lab.key.Require} states what a value must be, and {@link dev.dither.lab.key.ExperimentException} tells in one line what is wrong.
 */
@NullMarked
package dev.dither.lab.key;

import org.jspecify.annotations.NullMarked;
