// The page of a picture: what matters in it is pointed at, and the part to cut
// out is drawn, by mouse, finger or arrow keys. Both only fill in the fields of
// the forms, which work without.
import { cutter } from './parts/cutter.js'
import { spot } from './parts/spot.js'

const place = document.querySelector('[data-spot]')
if (place) spot(place, document.getElementById('describe'))
const area = document.querySelector('[data-cutter]')
if (area) cutter(area, document.getElementById('cut'))
