//! What lies under the pointer, and tables that say what is plotted.

mod sample;

use glass_charts::*;

const CARD: Size = Size { width: 560.0, height: 280.0 };
const PHONE: Size = Size { width: 340.0, height: 220.0 };

#[test]
fn a_hover_finds_every_epoch_where_it_is_drawn() {
    let figure = sample::loss();
    for size in [CARD, PHONE] {
        let middle = figure.hover(size.width / 2.0, size).expect("inside the plot");
        let second = figure.hover(middle.css_x, size).expect("on a point");
        assert_eq!(middle, second);
        for (index, x) in figure.x.iter().enumerate() {
            // The x of each epoch follows from two known ones: the axis is linear.
            let step = (figure.hover(size.width * 0.7, size).expect("inside").css_x - middle.css_x)
                / (figure.hover(size.width * 0.7, size).expect("inside").x - middle.x);
            let hover = figure.hover(middle.css_x + (x - middle.x) * step, size).expect("on the plot");
            assert_eq!(hover.x, *x);
            for (value, series) in hover.values.iter().zip(&figure.series) {
                assert_eq!((value.raw, value.smooth), (series.raw[index], series.smooth[index]));
            }
        }
    }
    assert_eq!(figure.hover(0.0, CARD), None, "left of the plot");
    assert_eq!(figure.x_at(559.0, CARD), None, "right of the plot");
}

#[test]
fn a_gap_and_a_spike_have_no_place_on_the_hover() {
    let figure = sample::loss();
    let at = |epoch: usize| {
        let found = (0..560).filter_map(|x| figure.hover(f64::from(x), CARD)).find(|h| h.x == epoch as f64);
        found.expect("every epoch can be reached")
    };
    assert_eq!((at(14).values[1].raw, at(14).values[1].css_y), (None, None));
    assert_eq!((at(20).values[1].raw, at(20).values[1].css_y), (Some(2.6), None));
    assert!(at(10).values[1].css_y.is_some());
}

#[test]
fn every_heat_cell_is_found_at_its_middle_and_infinity_is_no_score() {
    let figure = sample::heat();
    for size in [CARD, PHONE, Size { width: 240.0, height: 160.0 }] {
        for (row, column) in (0..3).flat_map(|row| (0..4).map(move |column| (row, column))) {
            let (left, top, wide, tall) = figure.cell_box(row, column, size).expect("a cell");
            assert_eq!(figure.cell_at(left + wide / 2.0, top + tall / 2.0, size), Some((row, column)));
        }
        assert_eq!(figure.cell_at(1.0, 1.0, size), None);
    }
    assert_eq!(figure.score(2, 0), None);
    assert_eq!(figure.table().rows[2][1], glass_charts::Cell::Missing);
}

#[test]
fn every_stretch_of_a_stream_is_found_and_the_band_below_the_pointer() {
    let (figure, heat) = (sample::speed(), sample::speed_heat());
    for size in [CARD, PHONE] {
        let found: Vec<usize> =
            (0..size.width as u32).filter_map(|x| figure.stretch_at(f64::from(x), size)).collect();
        assert!(found.is_sorted());
        let mut each = found.clone();
        each.dedup();
        assert_eq!(each, (0..90).collect::<Vec<_>>(), "every second can be reached");
        let bands: Vec<usize> = (0..size.height as u32)
            .filter_map(|y| heat.cell_at(size.width / 2.0, f64::from(y), size).map(|(_, band)| band))
            .collect();
        assert!(bands.is_sorted_by(|above, below| above >= below), "longer times lie higher");
    }
    assert_eq!(figure.stretch_at(0.0, CARD), None, "left of the plot");
    assert_eq!(figure.table().rows[71][2], glass_charts::Cell::Missing);
    assert_eq!(heat.table().header.len(), heat.table().rows[0].len());
}

#[test]
fn every_confusion_cell_is_found_at_its_middle() {
    for n in [2, 10, 50] {
        let figure = sample::confusion(n);
        for size in [CARD, PHONE, Size { width: 240.0, height: 160.0 }] {
            for (actual, predicted) in (0..n).flat_map(|a| (0..n).map(move |p| (a, p))) {
                let (left, top, wide, tall) = figure.cell_box(actual, predicted, size).expect("a cell");
                let found = figure.cell_at(left + wide / 2.0, top + tall / 2.0, size);
                assert_eq!(found, Some((actual, predicted)));
            }
            assert_eq!(figure.cell_at(1.0, 1.0, size), None);
            assert_eq!(figure.cell_at(f64::NAN, 50.0, size), None);
        }
    }
    assert_eq!(sample::confusion(0).cell_at(200.0, 100.0, CARD), None);
}

#[test]
fn bars_windows_panels_and_dots_are_found() {
    let bars: Vec<_> = (0..560).filter_map(|x| sample::latency().bin_at(f64::from(x), CARD)).collect();
    assert!(bars.is_sorted() && (0..24).all(|bar| bars.contains(&bar)));
    let windows: Vec<_> = (0..560).filter_map(|x| sample::live().window_at(f64::from(x), CARD)).collect();
    assert!(windows.is_sorted() && (0..60).all(|window| windows.contains(&window)));
    let bins: Vec<_> = (0..560).filter_map(|x| sample::calibration().bin_at(f64::from(x), CARD)).collect();
    assert!(bins.is_sorted() && (0..15).all(|bin| bins.contains(&bin)));
    let panels: Vec<_> = [(50.0, 60.0), (500.0, 60.0), (50.0, 200.0), (500.0, 200.0)]
        .map(|(x, y)| sample::drift().panel_at(x, y, CARD))
        .to_vec();
    assert_eq!(panels, [Some(0), Some(1), Some(4), Some(5)]);
    let figure = sample::embedding();
    let found: Vec<_> = (0..560)
        .flat_map(|x| (0..70).map(move |y| (f64::from(x), f64::from(y) * 4.0)))
        .filter_map(|(x, y)| figure.dot_at(x, y, CARD))
        .collect();
    assert!((0..figure.dots.len()).filter(|dot| found.contains(dot)).count() > 110);
}

#[test]
fn epochs_and_rates_are_found_where_they_are_drawn() {
    let (rate, sweep) = (sample::rate(), sample::sweep());
    for size in [CARD, PHONE] {
        for epoch in 0..12 {
            let (left, _, wide, _) = rate.epoch_box(epoch, size).expect("an epoch");
            assert_eq!(rate.epoch_at(left + wide / 2.0, size), Some(epoch));
        }
        assert_eq!((rate.epoch_box(12, size), rate.epoch_at(0.0, size)), (None, None));
        for index in 0..sweep.points.len() {
            let (x, _) = sweep.point_line(index, size).expect("a point");
            assert_eq!(sweep.point_at(x, size), Some(index));
        }
        assert_eq!((sweep.point_line(92, size), sweep.point_at(0.0, size)), (None, None));
    }
    assert_eq!(RateFigure::default().epoch_at(200.0, CARD), None);
    assert_eq!(SweepFigure::default().point_at(200.0, CARD), None);
}

#[test]
fn tables_say_what_is_plotted() {
    let figure = sample::loss();
    let table = figure.table();
    assert_eq!(
        table.header,
        ["epoch", "training", "training (smoothed)", "validation", "validation (smoothed)"]
    );
    for (index, row) in table.rows.iter().enumerate() {
        assert_eq!(row[0].value(), Some(figure.x[index]));
        assert_eq!(row[1].value(), figure.series[0].raw[index]);
        assert_eq!(row[4].value(), figure.series[1].smooth[index]);
    }
    let confusion = sample::confusion(10);
    for (row, counts) in confusion.table().rows.iter().zip(&confusion.counts) {
        let cells: Vec<_> = counts.iter().map(|count| Cell::Count(*count)).collect();
        assert_eq!(row[1..], cells);
    }
    let overlay = sample::overlay();
    for (index, row) in overlay.table().rows.iter().enumerate() {
        let (bar, outline) = (overlay.bins[index], overlay.outline[index]);
        let heights = [bar.low, bar.high, bar.height, outline.height].map(Some);
        assert_eq!(row.iter().map(Cell::value).collect::<Vec<_>>(), heights);
    }
    let roc = sample::roc();
    let points: Vec<_> = roc.curves.iter().flat_map(|curve| curve.points.clone()).collect();
    let cells: Vec<_> =
        roc.table().rows.iter().filter_map(|row| row[3].value().zip(row[4].value())).collect();
    assert_eq!(cells, points);
    assert_eq!(roc.table().rows.last().map(|row| row[1].clone()), Some(Cell::Missing));
    let live = sample::live();
    let table = live.table();
    assert_eq!(table.header.len(), 8);
    for (index, row) in table.rows.iter().enumerate() {
        assert_eq!(row[1].value(), live.series[0].middle[index]);
        assert_eq!(row[6].value(), live.series[1].high[index]);
    }
    assert_eq!(table.rows[50][7], Cell::Text("alarm".into()));
    assert_eq!(sample::drift().table().rows[0][2], Cell::Number(0.62));
    assert_eq!(sample::calibration().table().rows[14][4], Cell::Count(516));
    assert_eq!(sample::embedding().table().rows.len(), 120);
    let (rate, sweep) = (sample::rate(), sample::sweep());
    for ((row, rates), epoch) in rate.table().rows.iter().zip(&rate.epochs).zip(1..) {
        let expected = [f64::from(epoch), rates.first, rates.last].map(Some);
        assert_eq!(row.iter().map(Cell::value).collect::<Vec<_>>(), expected);
    }
    for (row, point) in sweep.table().rows.iter().zip(&sweep.points) {
        let expected = [point.rate, point.loss, point.smoothed].map(Some);
        assert_eq!(row.iter().map(Cell::value).collect::<Vec<_>>(), expected);
    }
    assert_eq!((rate.table().rows.len(), sweep.table().rows.len()), (12, 92));
}

#[test]
fn an_image_on_the_map_is_found_where_it_is_drawn() {
    let figure = sample::map();
    for size in [CARD, PHONE] {
        for (index, dot) in figure.dots.iter().enumerate() {
            let (x, y) = figure.spot_of(index, size).expect("it is drawn");
            let found = &figure.dots[figure.dot_at(x, y, size).expect("it is there")];
            assert_eq!((found.variability, found.confidence), (dot.variability, dot.confidence));
            let (variability, confidence) = figure.values_at(x, y, size).expect("inside the plot");
            assert!(
                (variability - dot.variability).abs() < 1e-9 && (confidence - dot.confidence).abs() < 1e-9
            );
        }
        assert_eq!((figure.dot_at(1.0, 1.0, size), figure.values_at(1.0, 1.0, size)), (None, None));
    }
    let rows = figure.table().rows;
    assert_eq!(rows.len(), 160);
    let confidence = |row: &[Cell]| row[3].value().expect("a number");
    assert!(rows.windows(2).all(|pair| confidence(&pair[0]) <= confidence(&pair[1])), "the least sure first");
    let dot = figure.dots.iter().find(|dot| rows[0][0] == Cell::text(&dot.name)).expect("of the figure");
    assert_eq!(rows[0][4], Cell::Number(dot.variability));
    assert_eq!(rows[0][2], Cell::text(&figure.regions[dot.region].name));
}

#[test]
fn every_row_is_as_long_as_its_header() {
    let tables = [
        sample::loss().table(),
        sample::confusion(7).table(),
        sample::latency().table(),
        sample::overlay().table(),
        sample::live().table(),
        sample::drift().table(),
        sample::roc().table(),
        sample::pr().table(),
        sample::calibration().table(),
        sample::embedding().table(),
        sample::rate().table(),
        sample::sweep().table(),
        sample::map().table(),
        CurveFigure::default().table(),
    ];
    for table in tables {
        assert!(table.rows.iter().all(|row| row.len() == table.header.len()), "{:?}", table.header);
    }
}

#[test]
fn a_place_on_the_timeline_reads_as_what_stands_there() {
    let figure = sample::timeline();
    for size in [CARD, PHONE] {
        for value in [0.0, 1.0, 320.0, 640.0] {
            let x = figure.x_of(value, size).expect("on the axis");
            assert!((figure.x_at(x, size).expect("inside") - value).abs() < 1e-9);
        }
        assert_eq!((figure.x_of(700.0, size), figure.x_at(0.0, size)), (None, None));
    }
}
