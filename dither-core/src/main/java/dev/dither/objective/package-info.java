/** What is minimized: likelihood terms and penalties, each reported apart. */
@NullMarked
package dev.dither.objective;

import org.jspecify.annotations.NullMarked;
