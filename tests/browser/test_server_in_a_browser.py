def test_the_home_page_opens_in_a_browser(server, page):
    page.goto(server.url)
    assert page.title().startswith(page.locator("h1").inner_text())


def test_the_clock_of_a_server_in_this_process_moves(live, page, clock):
    with live.make() as make:
        make.course()
    page.goto(f"{live.url}/courses/")
    assert page.locator("main").inner_text().count("Caring for people who grieve")
