/** The pages of pictures: asking for one, one on its way, all of one's own. Start reading at GalleryView. */
@NullMarked
package dev.lockstep.gallery.ui;

import org.jspecify.annotations.NullMarked;
